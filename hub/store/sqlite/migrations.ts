/** Every change of the database's shape, in order; one that was released is never edited. */

import { historyOfAlerts } from "./alert-history.ts";
import type { Connection } from "./connection.ts";
import { takeFlowsRight } from "./flows-right.ts";
import { giveJointRight } from "./joint-right.ts";
import { moveRows } from "./rows-to-chunks.ts";
import { sealOld, sealOldSecrets } from "./seal-old.ts";
import { giveStatisticsRight } from "./statistics-right.ts";
import { rewordAll, wordOld } from "./words.ts";

export type Migration = {
  name: string;
  sql: string;
  /** A table that others refer to is made anew: references are checked when it is done, not while. */
  rebuilds?: true;
  /** Moves what was stored in the shape before; run after the SQL. */
  move?: (connection: Connection) => void;
};

/** The number of a migration is its place in the list, from 1. */
export const migrations: readonly Migration[] = [
  {
    name: "the spine",
    sql: `
      CREATE TABLE gateways (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, place TEXT NOT NULL,
        state TEXT NOT NULL, since INTEGER NOT NULL, last_seen INTEGER,
        status TEXT, registration TEXT, key_hash TEXT, desired TEXT, reported TEXT
      ) STRICT;

      CREATE TABLE devices (
        gateway TEXT NOT NULL REFERENCES gateways, id TEXT NOT NULL,
        registered INTEGER NOT NULL, document TEXT,
        health_code TEXT, health_since INTEGER, health_at INTEGER,
        PRIMARY KEY (gateway, id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE series (
        id INTEGER PRIMARY KEY, gateway TEXT NOT NULL, device TEXT NOT NULL, point TEXT NOT NULL,
        known INTEGER NOT NULL,
        latest_at INTEGER, latest_received_at INTEGER, latest_value ANY, latest_quality INTEGER,
        UNIQUE (gateway, device, point),
        FOREIGN KEY (gateway, device) REFERENCES devices
      ) STRICT;

      CREATE TABLE readings (
        series INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, value ANY NOT NULL, quality INTEGER NOT NULL,
        PRIMARY KEY (series, at, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE ranges (
        gateway TEXT NOT NULL REFERENCES gateways, lane TEXT NOT NULL, epoch TEXT NOT NULL, have TEXT NOT NULL,
        PRIMARY KEY (gateway, lane, epoch)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE alerts (
        id TEXT PRIMARY KEY, gateway TEXT NOT NULL REFERENCES gateways, device TEXT NOT NULL, rule TEXT NOT NULL,
        point TEXT NOT NULL, severity INTEGER NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL,
        raised_at INTEGER NOT NULL, last_raised_at INTEGER NOT NULL, cleared_at INTEGER,
        received_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
        acknowledged_by TEXT, count INTEGER NOT NULL, ticket TEXT NOT NULL REFERENCES tickets DEFERRABLE INITIALLY DEFERRED
      ) STRICT;
      CREATE UNIQUE INDEX one_open_alert ON alerts (gateway, device, rule) WHERE state <> 'normal';
      CREATE INDEX alerts_by_arrival ON alerts (received_at);

      CREATE TABLE episodes (
        id TEXT PRIMARY KEY, alert TEXT NOT NULL REFERENCES alerts, raised_at INTEGER, cleared_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tickets (
        id TEXT PRIMARY KEY, alert TEXT NOT NULL REFERENCES alerts DEFERRABLE INITIALLY DEFERRED,
        gateway TEXT NOT NULL REFERENCES gateways, device TEXT NOT NULL, rule TEXT NOT NULL, severity INTEGER NOT NULL,
        state TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, assignee TEXT
      ) STRICT;
      CREATE INDEX open_tickets ON tickets (gateway, device, rule) WHERE state NOT IN ('closed', 'voided');
      CREATE INDEX tickets_by_age ON tickets (opened_at);

      CREATE TABLE stories (
        ticket TEXT NOT NULL REFERENCES tickets, n INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
        move TEXT NOT NULL, from_state TEXT, to_state TEXT NOT NULL, reason TEXT, assignee TEXT,
        PRIMARY KEY (ticket, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE faults (
        id INTEGER PRIMARY KEY, gateway TEXT NOT NULL, code TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
        device TEXT, at INTEGER NOT NULL, count INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX faults_by_kind ON faults (gateway, code, subject, at);
      CREATE INDEX faults_by_age ON faults (at);

      CREATE TABLE ledger (
        id INTEGER PRIMARY KEY, gateway TEXT NOT NULL REFERENCES gateways, lane TEXT NOT NULL, epoch TEXT NOT NULL,
        from_offset INTEGER NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL, device TEXT, point TEXT, count INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE commands (
        id TEXT PRIMARY KEY, gateway TEXT NOT NULL REFERENCES gateways, verb TEXT NOT NULL, args TEXT NOT NULL,
        deadline INTEGER NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, result TEXT
      ) STRICT;
      CREATE INDEX waiting_commands ON commands (gateway) WHERE result IS NULL;

      CREATE TABLE accounts (name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL) STRICT;
      CREATE TABLE sessions (
        token_hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts, expires_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE tries (who TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
      CREATE INDEX tries_by_age ON tries (at);
    `,
  },
  {
    name: "the boots of a gateway",
    sql: "ALTER TABLE gateways ADD COLUMN boots TEXT;",
  },
  {
    name: "when a loss was, and what each series delivered",
    sql: `
      ALTER TABLE ledger ADD COLUMN first_at INTEGER;
      ALTER TABLE ledger ADD COLUMN last_at INTEGER;
      CREATE INDEX ledger_by_gateway ON ledger (gateway, device);
      ALTER TABLE series ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE series ADD COLUMN summaries INTEGER NOT NULL DEFAULT 0;
      UPDATE series SET
        delivered = (SELECT count(*) FROM readings WHERE series = series.id AND quality & 4 = 0),
        summaries = (SELECT count(*) FROM readings WHERE series = series.id AND quality & 4 <> 0);
    `,
  },
  {
    name: "readings in a log and in chunks",
    sql: `
      CREATE TABLE log (
        id INTEGER PRIMARY KEY, received INTEGER NOT NULL, gateway TEXT NOT NULL, lane TEXT, epoch TEXT,
        from_offset INTEGER, to_offset INTEGER, readings INTEGER NOT NULL, body BLOB NOT NULL
      ) STRICT;

      CREATE TABLE chunks (
        id INTEGER PRIMARY KEY, series INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
        readings INTEGER NOT NULL, summaries INTEGER NOT NULL, body BLOB NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX chunks_by_time ON chunks (series, first_at, last_at, readings, summaries);

      CREATE TABLE stale (series INTEGER NOT NULL, hour INTEGER NOT NULL, PRIMARY KEY (series, hour)) STRICT, WITHOUT ROWID;
      CREATE TABLE folds (
        id INTEGER PRIMARY KEY, series INTEGER NOT NULL, step INTEGER NOT NULL, start INTEGER NOT NULL, body BLOB NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX folds_by_time ON folds (series, step, start);
      CREATE TABLE kept (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;

      ALTER TABLE series ADD COLUMN through INTEGER NOT NULL DEFAULT 0;
    `,
    move: moveRows,
  },
  {
    name: "readings that were damaged on the disk",
    sql: `
      CREATE TABLE damaged (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, series INTEGER, first_at INTEGER, last_at INTEGER,
        readings INTEGER NOT NULL, body BLOB NOT NULL
      ) STRICT;
    `,
  },
  {
    name: "what people at the gateway did",
    sql: `
      ALTER TABLE alerts ADD COLUMN acknowledged_at INTEGER;
      UPDATE alerts SET acknowledged_at = changed_at WHERE acknowledged_by IS NOT NULL;
      ALTER TABLE stories ADD COLUMN event TEXT;
      ALTER TABLE stories ADD COLUMN photo TEXT;
      CREATE UNIQUE INDEX stories_by_event ON stories (event) WHERE event IS NOT NULL;

      CREATE TABLE photos (photo TEXT PRIMARY KEY, type TEXT NOT NULL, body BLOB NOT NULL) STRICT;
      CREATE TABLE photo_parts (
        gateway TEXT NOT NULL, photo TEXT NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (gateway, photo, part)
      ) STRICT;
    `,
  },
  {
    name: "drills",
    sql: `
      ALTER TABLE alerts ADD COLUMN drill INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE tickets ADD COLUMN drill INTEGER NOT NULL DEFAULT 0;
      DROP INDEX one_open_alert;
      CREATE UNIQUE INDEX one_open_alert ON alerts (gateway, device, rule, drill) WHERE state <> 'normal';
    `,
  },
  {
    name: "enrolment",
    sql: `
      CREATE TABLE enrolments (
        handle TEXT PRIMARY KEY, gateway TEXT NOT NULL, key TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL, tries INTEGER NOT NULL, csr TEXT, answer TEXT
      ) STRICT;
      CREATE TABLE certificates (
        fingerprint TEXT PRIMARY KEY, public_key TEXT NOT NULL, gateway TEXT NOT NULL, at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL, revoked_at INTEGER, reason TEXT
      ) STRICT;
      CREATE INDEX certificates_by_gateway ON certificates (gateway, at);
      CREATE INDEX certificates_by_key ON certificates (public_key, at);
    `,
  },
  {
    name: "acceptance records",
    sql: `
      CREATE TABLE records (
        id TEXT PRIMARY KEY, gateway TEXT NOT NULL, at INTEGER NOT NULL, filed_at INTEGER NOT NULL, body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX records_by_gateway ON records (gateway, at);
    `,
  },
  { name: "hops of drills", sql: "ALTER TABLE alerts ADD COLUMN hops TEXT;" },
  {
    name: "outbox, tasks and rulebook",
    sql: `
      CREATE TABLE outbox (
        n INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL, state TEXT NOT NULL, error TEXT,
        done_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX outbox_by_id ON outbox (lane, id);
      CREATE INDEX outbox_waiting ON outbox (lane, key, n) WHERE state = 'waiting';
      CREATE INDEX outbox_done ON outbox (done_at) WHERE state = 'done';

      CREATE TABLE tasks (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL,
        at INTEGER NOT NULL, count INTEGER NOT NULL, done_at INTEGER, done_by TEXT, note TEXT
      ) STRICT;
      CREATE UNIQUE INDEX one_open_task ON tasks (kind, subject) WHERE done_at IS NULL;

      CREATE TABLE rulebook (
        kind TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, source TEXT NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (kind, version)
      ) STRICT;
    `,
  },
  {
    name: "tickets with clocks, units and other sources",
    rebuilds: true,
    sql: `
      CREATE TABLE tickets_new (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, alert TEXT REFERENCES alerts DEFERRABLE INITIALLY DEFERRED,
        gateway TEXT REFERENCES gateways, device TEXT, rule TEXT, place TEXT NOT NULL, severity INTEGER NOT NULL,
        class TEXT NOT NULL, area TEXT, state TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
        closed_at INTEGER, unit TEXT, assignee TEXT, tier INTEGER NOT NULL, due_at INTEGER, wake_at INTEGER,
        drill INTEGER NOT NULL, more TEXT NOT NULL
      ) STRICT;
      INSERT INTO tickets_new
        SELECT id, iif(rule GLOB 'patrol-*', 'patrol', 'sensor'), alert, gateway, device, rule, '', severity,
          'local:other', NULL, iif(state = 'reviewed', 'submitted', state), opened_at, changed_at,
          iif(state IN ('closed', 'voided'), changed_at, NULL), NULL, assignee, 1, NULL, NULL, drill,
          '{"title":null,"clock":null,"warned":"none","policy":{"reviews":1,"preVerify":false,"postCheck":false,' ||
          '"reopenWithinH":72,"extensions":1},"verified":false,"checked":false,"firstReviewer":null,"extensions":0,' ||
          '"supervised":false,"suspendedFrom":null,"mergedInto":null}'
        FROM tickets;
      DROP TABLE tickets;
      ALTER TABLE tickets_new RENAME TO tickets;
      CREATE INDEX tickets_by_rule ON tickets (gateway, device, rule, opened_at);
      CREATE INDEX tickets_by_age ON tickets (opened_at);
      CREATE INDEX tickets_to_wake ON tickets (wake_at) WHERE wake_at IS NOT NULL;
      CREATE INDEX tickets_by_class ON tickets (class, area, state);
      CREATE INDEX alerts_by_ticket ON alerts (ticket);

      ALTER TABLE stories ADD COLUMN unit TEXT;
      ALTER TABLE stories ADD COLUMN why TEXT;
      ALTER TABLE stories ADD COLUMN due INTEGER;
      UPDATE stories SET from_state = 'submitted' WHERE from_state = 'reviewed';
      UPDATE stories SET to_state = 'submitted' WHERE to_state = 'reviewed';
    `,
  },
  {
    name: "the history of an alert, and shelving",
    sql: `
      ALTER TABLE alerts ADD COLUMN shelved_until INTEGER;
      ALTER TABLE alerts ADD COLUMN shelved TEXT;
      ALTER TABLE alerts ADD COLUMN cause TEXT;
      ALTER TABLE alerts ADD COLUMN affected TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE alerts ADD COLUMN history TEXT NOT NULL DEFAULT '{"occurrences":[],"acknowledgements":[],"shelvings":[]}';
      CREATE INDEX alerts_by_rule ON alerts (gateway, device, rule, drill, received_at);
      CREATE INDEX explained_alerts ON alerts (cause) WHERE state <> 'normal';
      CREATE INDEX episodes_by_alert ON episodes (alert);
    `,
    move: historyOfAlerts,
  },
  {
    name: "postures, and the operator's wish apart from what is desired",
    sql: `
      CREATE TABLE postures (
        n INTEGER PRIMARY KEY AUTOINCREMENT, level TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
      ) STRICT;
      ALTER TABLE gateways ADD COLUMN wish TEXT;
      UPDATE gateways SET wish = desired;
    `,
  },
  {
    name: "ladders, notices and secrets of channels",
    sql: `
      CREATE TABLE ladders (
        alert TEXT PRIMARY KEY, ticket TEXT NOT NULL, state TEXT NOT NULL, told_min REAL NOT NULL,
        started_at INTEGER NOT NULL, next_at INTEGER, held_at INTEGER
      ) STRICT;
      CREATE INDEX ladders_due ON ladders (next_at) WHERE next_at IS NOT NULL;

      CREATE TABLE notices (
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL,
        told_to TEXT NOT NULL, severity INTEGER NOT NULL, ticket TEXT, alert TEXT, text TEXT NOT NULL, at INTEGER NOT NULL,
        ended_at INTEGER NOT NULL, result TEXT NOT NULL, error TEXT, late INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX notices_by_channel ON notices (channel, ended_at);
      CREATE INDEX notices_by_time ON notices (ended_at);
      CREATE INDEX notices_by_alert ON notices (alert) WHERE alert IS NOT NULL;

      CREATE TABLE channel_secrets (
        channel TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (channel, name)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: "what the district is told, and says",
    sql: `
      CREATE TABLE inventory (
        id TEXT PRIMARY KEY, gateway TEXT NOT NULL, device TEXT NOT NULL, cursor INTEGER NOT NULL, at INTEGER NOT NULL,
        item TEXT, hash TEXT, state TEXT NOT NULL, shared_hash TEXT, why TEXT
      ) STRICT;
      CREATE UNIQUE INDEX inventory_by_cursor ON inventory (cursor);
      CREATE INDEX inventory_by_gateway ON inventory (gateway);
      CREATE INDEX inventory_unshared ON inventory (state) WHERE state <> 'shared';

      CREATE TABLE case_lines (
        ticket TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (ticket, seq)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE callbacks (
        id TEXT PRIMARY KEY, ticket TEXT NOT NULL, seq INTEGER NOT NULL, received_at INTEGER NOT NULL, body TEXT NOT NULL,
        state TEXT NOT NULL, error TEXT, ended_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX callbacks_by_turn ON callbacks (ticket, seq) WHERE state <> 'unknown';
      CREATE INDEX callbacks_waiting ON callbacks (ticket) WHERE state = 'waiting';
      CREATE INDEX callbacks_by_time ON callbacks (received_at);
      CREATE TABLE nonces (nonce TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
      CREATE INDEX nonces_by_age ON nonces (at);

      CREATE TABLE marks (name TEXT PRIMARY KEY, mark TEXT NOT NULL) STRICT;
    `,
  },
  {
    name: "handovers to the flows",
    sql: `
      CREATE TABLE handovers (
        n INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT NOT NULL, asked_at INTEGER NOT NULL, held_until INTEGER,
        state TEXT NOT NULL, by TEXT, reason TEXT, decided_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX one_handover ON handovers (ticket);
      CREATE INDEX handovers_open ON handovers (state, asked_at) WHERE state IN ('asked', 'held');
    `,
  },
  { name: "when a gateway registered", sql: "ALTER TABLE gateways ADD COLUMN registered_at INTEGER;" },
  {
    name: "lists of alerts and tickets: what they are searched by, and an index that holds every filter",
    sql: `
      CREATE TABLE words (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
      CREATE VIRTUAL TABLE word_index USING fts5 (text, content = 'words', content_rowid = 'n', tokenize = 'trigram');
      CREATE TRIGGER words_added AFTER INSERT ON words BEGIN
        INSERT INTO word_index (rowid, text) VALUES (new.n, new.text);
      END;
      CREATE TRIGGER words_changed AFTER UPDATE OF text ON words BEGIN
        INSERT INTO word_index (word_index, rowid, text) VALUES ('delete', old.n, old.text);
        INSERT INTO word_index (rowid, text) VALUES (new.n, new.text);
      END;

      ALTER TABLE tickets ADD COLUMN words INTEGER;
      ALTER TABLE alerts ADD COLUMN words INTEGER;
      ALTER TABLE alerts ADD COLUMN area TEXT;
      ALTER TABLE alerts ADD COLUMN class TEXT;
      ALTER TABLE alerts ADD COLUMN unit TEXT;
      UPDATE alerts SET (area, class, unit) = (SELECT area, class, unit FROM tickets WHERE id = alerts.ticket);
      CREATE TRIGGER alerts_placed AFTER INSERT ON alerts BEGIN
        UPDATE alerts SET (area, class, unit) = (SELECT area, class, unit FROM tickets WHERE id = new.ticket)
          WHERE rowid = new.rowid;
      END;
      CREATE TRIGGER alerts_moved AFTER UPDATE OF ticket ON alerts WHEN old.ticket IS NOT new.ticket BEGIN
        UPDATE alerts SET (area, class, unit) = (SELECT area, class, unit FROM tickets WHERE id = new.ticket)
          WHERE rowid = new.rowid;
      END;
      CREATE TRIGGER tickets_opened AFTER INSERT ON tickets BEGIN
        UPDATE alerts SET area = new.area, class = new.class, unit = new.unit WHERE ticket = new.id;
      END;
      CREATE TRIGGER tickets_placed AFTER UPDATE OF area, class, unit ON tickets
        WHEN old.area IS NOT new.area OR old.class IS NOT new.class OR old.unit IS NOT new.unit BEGIN
        UPDATE alerts SET area = new.area, class = new.class, unit = new.unit WHERE ticket = new.id;
      END;

      CREATE INDEX alerts_list ON alerts
        (received_at, id, severity, state, gateway, device, area, class, unit, words);
      CREATE INDEX alerts_list_open ON alerts
        (received_at, id, severity, state, gateway, device, area, class, unit, words) WHERE state <> 'normal';
      CREATE INDEX tickets_list ON tickets
        (opened_at, id, severity, state, gateway, device, area, class, unit, words, source, changed_at, due_at);
      CREATE INDEX tickets_list_open ON tickets
        (opened_at, id, severity, state, gateway, device, area, class, unit, words, source, changed_at, due_at)
        WHERE state NOT IN ('closed', 'fedback', 'archived', 'voided');
      CREATE INDEX tasks_by_age ON tasks (at);
      CREATE INDEX commands_by_gateway ON commands (gateway, at);
    `,
    move: wordOld,
  },
  {
    name: "people, and the browsers they signed in with",
    // Until now one account did everything: it goes on doing so.
    sql: `
      ALTER TABLE accounts ADD COLUMN display TEXT NOT NULL DEFAULT '';
      ALTER TABLE accounts ADD COLUMN unit TEXT;
      ALTER TABLE accounts ADD COLUMN areas TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE accounts ADD COLUMN phone TEXT;
      ALTER TABLE accounts ADD COLUMN active INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE accounts ADD COLUMN totp TEXT;
      ALTER TABLE accounts ADD COLUMN reset TEXT;
      ALTER TABLE accounts ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
      UPDATE accounts SET display = name, role = 'administrator';

      DROP TABLE sessions;
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY, token_hash TEXT NOT NULL, old_hash TEXT, old_until INTEGER NOT NULL,
        account TEXT NOT NULL REFERENCES accounts, created_at INTEGER NOT NULL, rotated_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, address TEXT, agent TEXT
      ) STRICT;
      CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
      CREATE INDEX sessions_by_old_token ON sessions (old_hash) WHERE old_hash IS NOT NULL;
      CREATE INDEX sessions_by_account ON sessions (account);
      CREATE TABLE waits (name TEXT PRIMARY KEY, fails INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
    `,
  },
  {
    name: "operations ledgers",
    sql: `
      CREATE TABLE ledger_entries (
        book TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, state TEXT NOT NULL,
        why TEXT, fields TEXT NOT NULL, PRIMARY KEY (book, id, rev)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: "keys of what people did",
    sql: `
      CREATE TABLE intents (
        n INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL,
        status INTEGER, body TEXT, UNIQUE (account, key)
      ) STRICT;
      CREATE INDEX intents_by_age ON intents (at);
    `,
  },
  {
    name: "what operators attach, the condition a case is handled by, and what explains alerts still to come",
    sql: `
      ALTER TABLE stories ADD COLUMN attachments TEXT;
      ALTER TABLE stories ADD COLUMN condition TEXT;
      CREATE TABLE attachments (
        ticket TEXT NOT NULL, photo TEXT NOT NULL, name TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
        named INTEGER NOT NULL, PRIMARY KEY (ticket, photo)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE explanations (
        gateway TEXT NOT NULL, explained TEXT NOT NULL, cause TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (gateway, explained)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX explanations_by_age ON explanations (at);
    `,
  },
  {
    name: "indices of what is open, and wall screens",
    sql: `
      CREATE INDEX tickets_open ON tickets (state, severity, due_at, opened_at, area, drill)
        WHERE state NOT IN ('closed', 'fedback', 'archived', 'voided');
      CREATE INDEX alerts_open ON alerts (gateway, device, severity, drill, state, shelved_until, ticket, raised_at)
        WHERE state <> 'normal';
      -- A new alert waits for its ticket; meanwhile SQLite looks for tickets that wait for it [SQLite foreign keys §4.2].
      CREATE INDEX tickets_by_alert ON tickets (alert);
      CREATE INDEX devices_by_standing ON devices (gateway, id, registered, health_code);
      CREATE TABLE walls (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
        last_seen INTEGER, areas TEXT
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: "the registry: life, facts and every change of them; imports of the inventory",
    sql: `
      CREATE TABLE registry (
        n INTEGER PRIMARY KEY, gateway TEXT NOT NULL, device TEXT NOT NULL,
        life TEXT NOT NULL, life_since INTEGER NOT NULL, life_until INTEGER, life_reason TEXT,
        adopted INTEGER NOT NULL DEFAULT 0, facts TEXT NOT NULL DEFAULT '{}', replaced_by TEXT,
        revision INTEGER NOT NULL DEFAULT 0,
        told_place TEXT NOT NULL DEFAULT '', told_title TEXT NOT NULL DEFAULT '', told_class TEXT, model TEXT, found_area TEXT,
        place TEXT GENERATED ALWAYS AS (coalesce(facts ->> '$.place', told_place)) STORED,
        title TEXT GENERATED ALWAYS AS (coalesce(facts ->> '$.name', told_title)) STORED,
        class TEXT GENERATED ALWAYS AS (coalesce(facts ->> '$.class', told_class)) STORED,
        area TEXT GENERATED ALWAYS AS (coalesce(facts ->> '$.area', found_area)) STORED,
        owner TEXT GENERATED ALWAYS AS (facts ->> '$.owner') STORED,
        maintainer TEXT GENERATED ALWAYS AS (facts ->> '$.maintainer') STORED,
        words TEXT GENERATED ALWAYS AS (coalesce(facts ->> '$.place', told_place) || ' ' ||
          coalesce(facts ->> '$.name', '') || ' ' || told_title || ' ' || device || ' ' || gateway || ' ' ||
          coalesce(facts ->> '$.building', '') || ' ' || coalesce(facts ->> '$.floor', '') || ' ' ||
          coalesce(facts ->> '$.room', '') || ' ' || coalesce(facts ->> '$.note', '')) STORED,
        UNIQUE (gateway, device)
      ) STRICT;
      CREATE INDEX registry_by_place ON registry (place, n);
      CREATE INDEX registry_replaced ON registry (replaced_by) WHERE replaced_by IS NOT NULL;
      CREATE INDEX registry_maintained ON registry (life_until) WHERE life = 'maintenance';

      CREATE TRIGGER registry_of_gateway AFTER INSERT ON gateways BEGIN
        INSERT INTO registry (gateway, device, life, life_since, told_place, told_title)
        VALUES (new.id, '', 'announced', new.since, new.place, new.title)
        ON CONFLICT DO UPDATE SET told_place = excluded.told_place, told_title = excluded.told_title;
      END;
      CREATE TRIGGER registry_hears_gateway AFTER UPDATE OF title, place ON gateways BEGIN
        UPDATE registry SET told_place = new.place, told_title = new.title WHERE gateway = new.id AND device = '';
      END;
      CREATE TRIGGER registry_of_device AFTER INSERT ON devices BEGIN
        INSERT INTO registry (gateway, device, life, life_since, told_place, told_title, told_class, model)
        VALUES (new.gateway, new.id, 'announced',
          coalesce((SELECT max(since, coalesce(last_seen, 0)) FROM gateways WHERE id = new.gateway), 0),
          coalesce(new.document ->> '$.place', ''),
          coalesce((new.document ->> '$.title.zh') || ' ' || (new.document ->> '$.title.en'), ''),
          new.document ->> '$.class', new.document ->> '$.model')
        ON CONFLICT DO UPDATE SET told_place = excluded.told_place, told_title = excluded.told_title,
          told_class = excluded.told_class, model = excluded.model;
      END;
      CREATE TRIGGER registry_hears_device AFTER UPDATE OF document ON devices BEGIN
        UPDATE registry SET told_place = coalesce(new.document ->> '$.place', ''),
          told_title = coalesce((new.document ->> '$.title.zh') || ' ' || (new.document ->> '$.title.en'), ''),
          told_class = new.document ->> '$.class', model = new.document ->> '$.model'
        WHERE gateway = new.gateway AND device = new.id;
      END;
      CREATE TRIGGER registry_forgets_device AFTER DELETE ON devices BEGIN
        DELETE FROM registry WHERE gateway = old.gateway AND device = old.id AND revision = 0;
      END;

      INSERT INTO registry (gateway, device, life, life_since, told_place, told_title)
        SELECT id, '', iif(registration IS NULL, 'announced', 'in-service'), since, place, title FROM gateways;
      INSERT INTO registry (gateway, device, life, life_since, told_place, told_title, told_class, model)
        SELECT gateway, devices.id, iif(registered = 1, 'in-service', 'announced'), gateways.since,
          coalesce(document ->> '$.place', ''),
          coalesce((document ->> '$.title.zh') || ' ' || (document ->> '$.title.en'), ''),
          document ->> '$.class', document ->> '$.model'
        FROM devices JOIN gateways ON gateways.id = devices.gateway;

      CREATE TABLE registry_changes (
        n INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL,
        by TEXT NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT
      ) STRICT;
      CREATE INDEX registry_changes_of ON registry_changes (gateway, device, n);
      CREATE TRIGGER registry_changes_stay BEFORE UPDATE ON registry_changes BEGIN
        SELECT raise(ABORT, 'a change of the registry is never changed');
      END;
      CREATE TRIGGER registry_changes_remain BEFORE DELETE ON registry_changes BEGIN
        SELECT raise(ABORT, 'a change of the registry is never removed');
      END;

      CREATE TABLE imports (
        id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
        done INTEGER NOT NULL, total INTEGER NOT NULL, counts TEXT NOT NULL, error TEXT, started_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE import_rows (
        import TEXT NOT NULL REFERENCES imports, row INTEGER NOT NULL, verdict TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (import, row)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX import_rows_by_verdict ON import_rows (import, verdict, row);
    `,
  },
  {
    name: "tokens of people, and the audit trail",
    sql: `
      CREATE TABLE tokens (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES accounts, name TEXT NOT NULL,
        rights TEXT NOT NULL, areas TEXT, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER,
        revoked_at INTEGER
      ) STRICT;
      CREATE INDEX tokens_by_account ON tokens (account, created_at);
      CREATE TABLE audit (
        n INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, what TEXT NOT NULL,
        object TEXT NOT NULL, outcome TEXT NOT NULL, request TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL
      ) STRICT;
      CREATE INDEX audit_by_who ON audit (who, n);
      CREATE INDEX audit_by_what ON audit (what, n);
      CREATE INDEX audit_by_time ON audit (at);
    `,
  },
  {
    name: "lists with the gravest first",
    sql: `
      CREATE INDEX alerts_by_severity ON alerts (severity, received_at DESC, id DESC);
      CREATE INDEX tickets_by_severity ON tickets (severity, opened_at DESC, id DESC);
    `,
  },
  {
    name: "cases as the statistics count them, and who wished what of a gateway",
    sql: `
      CREATE TABLE case_facts (
        opened_at INTEGER NOT NULL, ticket TEXT NOT NULL, unit TEXT, area TEXT, class TEXT NOT NULL, by_sensor INTEGER NOT NULL,
        accept_ms INTEGER, arrive_ms INTEGER, close_ms INTEGER, closed INTEGER NOT NULL, overdue INTEGER NOT NULL,
        returned INTEGER NOT NULL, reopened INTEGER NOT NULL, PRIMARY KEY (opened_at, ticket)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX case_facts_by_ticket ON case_facts (ticket);
      CREATE TABLE stale_cases (ticket TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      INSERT INTO stale_cases SELECT id FROM tickets;
      CREATE TRIGGER stories_counted AFTER INSERT ON stories BEGIN
        INSERT INTO stale_cases SELECT new.ticket WHERE NOT EXISTS (SELECT 1 FROM stale_cases WHERE ticket = new.ticket);
      END;
      CREATE TRIGGER tickets_counted AFTER UPDATE OF state, unit, area, class ON tickets
        WHEN old.state <> new.state OR old.class <> new.class OR old.unit IS NOT new.unit OR old.area IS NOT new.area
      BEGIN
        INSERT INTO stale_cases SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM stale_cases WHERE ticket = new.id);
      END;
      CREATE INDEX alerts_by_raising ON alerts (raised_at, drill);
      ALTER TABLE gateways ADD COLUMN wished TEXT;
    `,
  },
  {
    name: "where a move was made, who has seen a ticket, and joint actions",
    sql: `
      ALTER TABLE stories ADD COLUMN position TEXT;
      CREATE TABLE receipts (
        ticket TEXT NOT NULL REFERENCES tickets, account TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (ticket, account)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE joint_actions (
        id TEXT PRIMARY KEY, ticket TEXT NOT NULL REFERENCES tickets, area TEXT, state TEXT NOT NULL, cause TEXT NOT NULL,
        text TEXT NOT NULL, by TEXT NOT NULL, opened_at INTEGER NOT NULL, called TEXT NOT NULL, end TEXT
      ) STRICT;
      CREATE UNIQUE INDEX one_joint_action ON joint_actions (ticket) WHERE state = 'open';
      CREATE INDEX joint_actions_by_age ON joint_actions (opened_at);
      CREATE TABLE joint_answers (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, action TEXT NOT NULL REFERENCES joint_actions, at INTEGER NOT NULL,
        by TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, position TEXT
      ) STRICT;
      CREATE INDEX joint_answers_of ON joint_answers (action, n);
      CREATE UNIQUE INDEX one_look ON joint_answers (action, by) WHERE kind = 'seen';
    `,
  },
  {
    name: "platforms: connectors, messages as they came, their devices, and rules that the hub runs for them",
    sql: `
      CREATE TABLE connectors (
        id TEXT PRIMARY KEY, platform TEXT NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL, settings TEXT NOT NULL,
        products TEXT NOT NULL, quiet_after_ms INTEGER NOT NULL, state TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE pushes (
        n INTEGER PRIMARY KEY, connector TEXT NOT NULL, "key" TEXT NOT NULL, received INTEGER NOT NULL, "from" TEXT NOT NULL,
        body BLOB NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', why TEXT NOT NULL DEFAULT '', platform_at INTEGER,
        yielded TEXT NOT NULL DEFAULT '', "foreign" TEXT
      ) STRICT;
      CREATE UNIQUE INDEX pushes_once ON pushes (connector, "key");
      CREATE INDEX pushes_waiting ON pushes (n) WHERE state = 'waiting';
      CREATE INDEX pushes_again ON pushes (n) WHERE state = 'again';
      CREATE INDEX pushes_unknown ON pushes (connector, "foreign") WHERE state = 'unknown';
      CREATE INDEX pushes_by_time ON pushes (received);
      CREATE TABLE foreign_devices (
        connector TEXT NOT NULL REFERENCES connectors, "foreign" TEXT NOT NULL, device TEXT NOT NULL, product TEXT NOT NULL,
        model TEXT, title TEXT NOT NULL, place TEXT NOT NULL, settings TEXT NOT NULL, met_at INTEGER NOT NULL,
        heard_at INTEGER NOT NULL, is_online INTEGER, PRIMARY KEY (connector, "foreign"), UNIQUE (connector, device)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE rule_states (
        gateway TEXT NOT NULL, device TEXT NOT NULL, rule TEXT NOT NULL, state TEXT NOT NULL, "by" TEXT NOT NULL, open TEXT,
        due INTEGER, PRIMARY KEY (gateway, device, rule)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX rule_states_due ON rule_states (due) WHERE due IS NOT NULL;
    `,
  },
  {
    name: "where a session's person gave the password",
    sql: `
      ALTER TABLE sessions ADD COLUMN proved TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE sessions ADD COLUMN elsewhere TEXT;
      UPDATE sessions SET proved = json_array(address) WHERE address IS NOT NULL;
    `,
  },
  {
    name: "what people call a device is among what its alerts and tickets are searched by",
    sql: "",
    move: rewordAll,
  },
  { name: "the right to call people together", sql: "", move: giveJointRight },
  { name: "sealed secrets of one-time codes", sql: "", move: sealOld },
  {
    name: "commands that platforms carry to their devices",
    sql: `
      CREATE TABLE carried_commands (
        connector TEXT NOT NULL, id TEXT NOT NULL, "foreign" TEXT NOT NULL, task TEXT, steps TEXT NOT NULL,
        deadline INTEGER NOT NULL, is_over INTEGER NOT NULL, PRIMARY KEY (connector, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX carried_by_task ON carried_commands (connector, "foreign", task) WHERE task IS NOT NULL;
      CREATE INDEX carried_due ON carried_commands (deadline) WHERE is_over = 0;
      CREATE TABLE early_steps (
        connector TEXT NOT NULL, "foreign" TEXT NOT NULL, task TEXT NOT NULL, step TEXT NOT NULL, at INTEGER NOT NULL,
        result TEXT NOT NULL, PRIMARY KEY (connector, "foreign", task, step)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX early_by_time ON early_steps (at);
    `,
  },
  {
    name: "devices that speak for themselves: their credentials, joining codes, and what drivers remember of a device",
    sql: `
      CREATE TABLE credentials (
        id TEXT PRIMARY KEY, connector TEXT NOT NULL, "foreign" TEXT NOT NULL, hash TEXT NOT NULL, by TEXT NOT NULL,
        at INTEGER NOT NULL, used_at INTEGER, revoked_at INTEGER, reason TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX credentials_of ON credentials (connector, "foreign", at);
      CREATE TABLE joinings (
        handle TEXT PRIMARY KEY, connector TEXT NOT NULL, hash TEXT NOT NULL, use TEXT NOT NULL, by TEXT NOT NULL,
        at INTEGER NOT NULL, expires_at INTEGER NOT NULL, joined TEXT, revoked_at INTEGER
      ) STRICT, WITHOUT ROWID;
      ALTER TABLE foreign_devices ADD COLUMN memory TEXT;
    `,
  },
  {
    name: "components that should be connected, in versions, and the devices they are",
    sql: `
      ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'devices';
      CREATE TABLE component_lists (
        n INTEGER PRIMARY KEY, import TEXT NOT NULL UNIQUE, name TEXT NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE components (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL, class TEXT NOT NULL, name TEXT NOT NULL, area TEXT, lies_in TEXT,
        place TEXT NOT NULL, building TEXT NOT NULL, position TEXT, lon REAL, lat REAL, owner TEXT NOT NULL,
        maintainer TEXT NOT NULL, note TEXT NOT NULL, since INTEGER NOT NULL REFERENCES component_lists,
        seen INTEGER NOT NULL REFERENCES component_lists, until INTEGER REFERENCES component_lists, ended_at INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX components_now ON components (id) WHERE until IS NULL;
      CREATE INDEX components_by_id ON components (id, n);
      CREATE TABLE component_matches (
        component TEXT PRIMARY KEY, gateway TEXT NOT NULL, device TEXT NOT NULL, reason TEXT NOT NULL, "by" TEXT NOT NULL,
        at INTEGER NOT NULL, UNIQUE (gateway, device)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE component_partings (
        component TEXT NOT NULL, device TEXT NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (component, device)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE component_doubts (
        component TEXT PRIMARY KEY, candidates TEXT NOT NULL, more INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: "who only looks on reads the statistics; what came by itself is adopted by technicians",
    sql: `UPDATE tasks SET who = 'technician' WHERE kind = 'DEVICES_ANNOUNCED' AND done_at IS NULL;`,
    move: giveStatisticsRight,
  },
  { name: "flows are drawn by who may do everything", sql: "", move: takeFlowsRight },
  {
    name: "how many devices may join by a code, and how many have",
    sql: `
      ALTER TABLE joinings ADD COLUMN most INTEGER;
      ALTER TABLE joinings ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
      UPDATE joinings SET count = 1 WHERE joined IS NOT NULL;
      UPDATE joinings SET most = 1 WHERE use = 'once';
    `,
  },
  {
    name: "until when a task can be answered",
    sql: "ALTER TABLE tasks ADD COLUMN due_at INTEGER;",
  },
  {
    name: "a platform's connector stands among the gateways by its kind, without a status made up for it",
    sql: `
      ALTER TABLE gateways ADD COLUMN kind TEXT NOT NULL DEFAULT 'gateway';
      UPDATE gateways SET kind = 'platform', status = NULL WHERE id IN (SELECT id FROM connectors);
    `,
  },
  { name: "sealed secrets of channels and connectors", sql: "", move: sealOldSecrets },
  {
    name: "files that entries of the operations ledgers carry",
    sql: `
      CREATE TABLE ledger_files (
        n INTEGER PRIMARY KEY, book TEXT NOT NULL, entry TEXT NOT NULL, photo TEXT NOT NULL REFERENCES photos,
        name TEXT NOT NULL, "by" TEXT NOT NULL, at INTEGER NOT NULL, gone_by TEXT, gone_at INTEGER, gone_why TEXT
      ) STRICT;
      CREATE UNIQUE INDEX ledger_files_now ON ledger_files (book, entry, photo) WHERE gone_at IS NULL;
      CREATE INDEX ledger_files_of ON ledger_files (book, entry);
    `,
  },
  {
    name: "under which packet id a message came by MQTT",
    sql: `
      ALTER TABLE pushes ADD COLUMN packet INTEGER;
      CREATE INDEX pushes_by_packet ON pushes (connector, packet, received) WHERE packet IS NOT NULL;
    `,
  },
  {
    name: "what a driver knew before it read a message, so that it can read it again",
    sql: `
      CREATE TABLE known_before (
        connector TEXT NOT NULL, "foreign" TEXT NOT NULL, push INTEGER NOT NULL REFERENCES pushes ON DELETE CASCADE,
        known TEXT, PRIMARY KEY (connector, "foreign", push)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX known_before_of ON known_before (push);
    `,
  },
  {
    name: "of which moment a platform's word of a device's connection is",
    sql: "ALTER TABLE foreign_devices ADD COLUMN online_at INTEGER;",
  },
  {
    name: "messages of a connector are found by their state, and counted as they come and go",
    sql: `
      DROP INDEX pushes_waiting;
      DROP INDEX pushes_again;
      CREATE INDEX pushes_by_state ON pushes (connector, state);
      CREATE TABLE push_counts (
        connector TEXT PRIMARY KEY, waiting INTEGER NOT NULL, again INTEGER NOT NULL, taken INTEGER NOT NULL,
        unknown INTEGER NOT NULL, refused INTEGER NOT NULL, newest INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO push_counts SELECT connector, sum(state = 'waiting'), sum(state = 'again'), sum(state = 'taken'),
        sum(state = 'unknown'), sum(state = 'refused'), max(received) FROM pushes GROUP BY connector;
      CREATE TRIGGER pushes_added AFTER INSERT ON pushes BEGIN
        INSERT INTO push_counts VALUES (new.connector, new.state = 'waiting', new.state = 'again', new.state = 'taken',
          new.state = 'unknown', new.state = 'refused', new.received)
        ON CONFLICT (connector) DO UPDATE SET waiting = waiting + excluded.waiting, again = again + excluded.again,
          taken = taken + excluded.taken, unknown = unknown + excluded.unknown, refused = refused + excluded.refused,
          newest = max(newest, excluded.newest);
      END;
      CREATE TRIGGER pushes_moved AFTER UPDATE OF state ON pushes WHEN old.state <> new.state BEGIN
        UPDATE push_counts SET waiting = waiting + (new.state = 'waiting') - (old.state = 'waiting'),
          again = again + (new.state = 'again') - (old.state = 'again'),
          taken = taken + (new.state = 'taken') - (old.state = 'taken'),
          unknown = unknown + (new.state = 'unknown') - (old.state = 'unknown'),
          refused = refused + (new.state = 'refused') - (old.state = 'refused') WHERE connector = new.connector;
      END;
      CREATE TRIGGER pushes_removed AFTER DELETE ON pushes BEGIN
        UPDATE push_counts SET waiting = waiting - (old.state = 'waiting'), again = again - (old.state = 'again'),
          taken = taken - (old.state = 'taken'), unknown = unknown - (old.state = 'unknown'),
          refused = refused - (old.state = 'refused') WHERE connector = old.connector;
      END;
      CREATE INDEX foreign_strangers ON foreign_devices (connector, heard_at) WHERE model IS NULL;
      CREATE INDEX carried_over ON carried_commands (deadline) WHERE is_over = 1;
    `,
  },
  {
    name: "how often a device speaks, beside its standing",
    sql: `
      ALTER TABLE devices ADD COLUMN every_ms INTEGER;
      UPDATE devices SET every_ms = max(document ->> '$.everyMs', coalesce(document ->> '$.usual.everyMs', 0))
        WHERE document ->> '$.everyMs' IS NOT NULL;
      DROP INDEX devices_by_standing;
      CREATE INDEX devices_by_standing ON devices (gateway, id, registered, health_code, every_ms);
    `,
  },
  {
    name: "what nobody has named yet waits for its adoption; a device of a platform that never spoke says so",
    sql: `
      UPDATE registry SET life = 'announced' WHERE model = 'lilong-unknown' AND life = 'in-service' AND adopted = 0;
      UPDATE tasks SET kind = 'DEVICES_TO_ADOPT'
        WHERE kind = 'DEVICES_ANNOUNCED' AND done_at IS NULL AND subject IN (SELECT id FROM connectors);
      CREATE INDEX registry_unadopted ON registry (gateway, device, model) WHERE life = 'announced';
      UPDATE foreign_devices SET heard_at = 0 WHERE heard_at = met_at AND model IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM series s WHERE s.gateway = connector AND s.device = foreign_devices.device);
    `,
  },
];
