/** Gateways in SQLite; documents are kept as JSON text. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { Boots, GatewayKind, GatewayRow, Gateways, Presence } from "../gateways.ts";
import type { Connection } from "./connection.ts";
import { type GatewayState, type Memory, unmet } from "./memory.ts";
import type { GatewaysTable, Schema } from "./schema.ts";
import { rewordGateway } from "./words.ts";

/** So late may a gateway's last message be known after a crash, when it was not a batch. */
const seenMs = 5 * 60_000;

const meet = `
  INSERT INTO gateways (id, title, place, state, since, last_seen) VALUES (?1, '', '', 'unknown', ?2, ?2)
  ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen
`;

const countDraining = `
  SELECT count(*) AS n FROM gateways WHERE state = 'online' AND json_extract(status, '$.backlog.data') > ?
`;

const listHeard = `
  SELECT id, place, state, since, last_seen, json_extract(status, '$.backlog.data') AS waiting,
    (SELECT CASE c.state WHEN 'paused' THEN -1 ELSE c.quiet_after_ms END FROM connectors c WHERE c.id = gateways.id) AS quiet
  FROM gateways
  WHERE (status IS NOT NULL OR kind = 'platform') AND registration IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM registry r WHERE r.gateway = gateways.id AND r.device = '' AND r.life = 'retired')
`;

const stand = `
  INSERT INTO gateways (id, kind, title, place, state, since, last_seen) VALUES (?1, 'platform', '', '', 'online', ?2, ?2)
  ON CONFLICT (id) DO UPDATE SET since = iif(state = 'online', since, ?2), state = 'online', last_seen = ?2
`;

/** The status stays, for what people read of it; its session is below every one that comes. */
const forgetInstallation = `
  UPDATE gateways SET key_hash = NULL, boots = NULL, status = json_set(status, '$.session', 0) WHERE id = ?
`;

export function gatewaysTable(query: Kysely<Schema>, connection: Connection, memory: Memory): Gateways {
  const toRow = (row: GatewaysTable) => rowOf(row, memory.gateways.get(row.id)?.lastSeen ?? row.last_seen);
  const put = async (id: GatewayId, columns: Partial<GatewaysTable>) => {
    await query.updateTable("gateways").set(columns).where("id", "=", id).execute();
  };
  const remember = (id: GatewayId, part: Partial<GatewayState>) => {
    const seen = memory.gateways.get(id);
    if (seen !== undefined) memory.gateways.set(id, { ...seen, ...part });
  };
  return {
    async find(id) {
      const row = connection.prepare("SELECT * FROM gateways WHERE id = ?").get(id) as GatewaysTable | undefined;
      return row === undefined ? null : toRow(row);
    },
    async kindOf(id) {
      const row = connection.prepare("SELECT kind FROM gateways WHERE id = ?").get(id) as GatewaysTable | undefined;
      return (row?.kind as GatewayKind | undefined) ?? null;
    },
    findStatus: async (id) => memory.gateways.get(id)?.status ?? null,
    findBoots: async (id) => memory.gateways.get(id)?.boots ?? unmet.boots,
    async countDraining(most) {
      return Number(connection.prepare(countDraining).get(most)?.n ?? 0);
    },
    async list() {
      return (await query.selectFrom("gateways").selectAll().orderBy("id").execute()).map(toRow);
    },
    async listHeard(only) {
      const found =
        only === undefined
          ? connection.prepare(`${listHeard} ORDER BY id`).all()
          : connection.prepare(`${listHeard} AND id = ?`).all(only);
      const rows = found as (GatewaysTable & { waiting: number | null; quiet: number | null })[];
      return rows.map(({ id, place, state, since, last_seen, waiting, quiet }) => ({
        ...{ id: id as GatewayId, place, state: state as Presence, since, waiting: Number(waiting ?? 0) },
        lastSeen: memory.gateways.get(id)?.lastSeen ?? last_seen,
        quietAfterMs: quiet === -1 ? Number.POSITIVE_INFINITY : quiet,
      }));
    },
    async meet(id, now) {
      const seen = memory.gateways.get(id) ?? unmet;
      const isDurable = seen.durable !== null && now - seen.durable < seenMs;
      if (!isDurable) connection.prepare(meet).run(id, now);
      memory.gateways.set(id, { ...seen, lastSeen: now, durable: isDurable ? seen.durable : now });
    },
    async stand(id, now) {
      connection.prepare(stand).run(id, now);
      memory.gateways.set(id, { ...(memory.gateways.get(id) ?? unmet), lastSeen: now, durable: now });
    },
    putPresence: (id, presence) => put(id, presence),
    async putStatus(id, status, { state, since }) {
      await put(id, { status: JSON.stringify(status), state, since });
      remember(id, { status });
    },
    async putRegistration(id, { title, place, hash, at }) {
      await put(id, { title, place, registration: hash, registered_at: at });
      rewordGateway(connection, id);
    },
    putKeyHash: (id, keyHash) => put(id, { key_hash: keyHash }),
    async putBoots(id, boots) {
      await put(id, { boots: JSON.stringify(boots) });
      remember(id, { boots });
    },
    async forgetInstallation(id) {
      connection.prepare(forgetInstallation).run(id);
      const status = memory.gateways.get(id)?.status ?? null;
      remember(id, { boots: unmet.boots, status: status && { ...status, session: 0 } });
    },
    putDesired: (id, desired) => put(id, { desired: JSON.stringify(desired) }),
    putWish: (id, wish, wished) =>
      put(id, { wish: JSON.stringify(wish), ...(wished === undefined ? {} : { wished: JSON.stringify(wished) }) }),
    putReported: (id, reported) => put(id, { reported: JSON.stringify(reported) }),
    async forgetPresence(now) {
      const values = { state: "unknown", since: now };
      const boxes = query.updateTable("gateways").set(values).where("kind", "=", "gateway");
      await boxes.where("state", "=", "online").execute();
    },
  };
}

function rowOf(row: GatewaysTable, lastSeen: number | null): GatewayRow {
  return {
    id: row.id as GatewayId,
    kind: row.kind as GatewayKind,
    title: row.title,
    place: row.place,
    state: row.state as Presence,
    since: row.since,
    lastSeen,
    status: parse(row.status),
    registration: row.registration,
    registeredAt: row.registered_at,
    keyHash: row.key_hash,
    boots: toBoots(row.boots),
    desired: parse(row.desired),
    wish: parse(row.wish),
    wished: parse(row.wished),
    reported: parse(row.reported),
  };
}

export function loadGateways(connection: Connection, memory: Memory): void {
  const rows = connection.prepare("SELECT id, last_seen, status, boots FROM gateways").all() as GatewaysTable[];
  for (const { id, last_seen: lastSeen, status, boots } of rows) {
    const seen = { status: parse(status), boots: toBoots(boots), lastSeen, durable: lastSeen, since: null };
    memory.gateways.set(id, seen);
  }
}

function toBoots(text: string | null): Boots {
  return parse(text) ?? { seen: [], clash: null };
}

function parse(text: string | null) {
  return text === null ? null : JSON.parse(text);
}
