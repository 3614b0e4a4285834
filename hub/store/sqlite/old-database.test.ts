/** Databases of earlier versions, with rows in every table: brought up to date, all of it is there and read through the store. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { AlertId, DeviceId, Epoch, GatewayId, PointId, TicketId } from "../../../core/id.ts";
import { devices } from "../../../test/kit/samples.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore } from "./store.ts";

const [gw, pit, level] = ["gw-1" as GatewayId, "pit-1" as DeviceId, "level" as PointId];
const document = (id: string) => JSON.stringify(devices.find((one) => one.id === id)).replaceAll("'", "''");

/** As a hub of the first version left it; made by hand. */
const spine = `
  BEGIN;
  INSERT INTO gateways (id, title, place, state, since, last_seen, status, registration, key_hash, desired, reported) VALUES
    ('gw-1', '东昌小区网关', '东昌小区 门卫室', 'online', 5, 90,
     '{"state":"online","boot":"b","session":3,"version":"0.1.0","clock":"synced","epochs":{"data":"e-d","alert":"e-a"},"backlog":{"data":7,"alert":0}}',
     'hash-1', 'key-1', '{"version":2,"devices":[]}', '{"version":1,"state":"applied"}'),
    ('gw-2', '', '', 'unknown', 6, NULL, NULL, NULL, NULL, NULL, NULL);
  INSERT INTO devices VALUES ('gw-1', 'pit-1', 1, '${document("pit-1")}', '', 10, 80),
    ('gw-1', 'cover-3', 1, '${document("cover-3")}', 'FIELD_SILENT', 20, 80), ('gw-1', 'stranger', 0, NULL, NULL, NULL, NULL);
  INSERT INTO series (id, gateway, device, point, known, latest_at, latest_received_at, latest_value, latest_quality) VALUES
    (1, 'gw-1', 'pit-1', 'level', 1, 3000, 3100, 1.5, 0), (2, 'gw-1', 'cover-3', 'open', 1, 2000, 2100, 1, 0),
    (3, 'gw-1', 'stranger', 'x', 0, 1000, 1100, 'text', 2);
  INSERT INTO readings VALUES (1, 1000, 0, 0.5, 0), (1, 2000, 0, 1.0, 0), (1, 3000, 0, 1.5, 0), (1, 3000, 1, 1.75, 4),
    (2, 2000, 0, 1, 0), (3, 1000, 0, 'text', 2);
  INSERT INTO ranges VALUES ('gw-1', 'data', 'e-d', '[[0,6]]'), ('gw-1', 'alert', 'e-a', '[[0,2]]');
  INSERT INTO tickets VALUES ('t-1', 'a-1', 'gw-1', 'cover-3', 'lifted', 1, 'handling', 10, 40, '老王'),
    ('t-2', 'a-2', 'gw-1', 'pit-1', 'high', 2, 'closed', 11, 41, NULL);
  INSERT INTO alerts VALUES
    ('a-1', 'gw-1', 'cover-3', 'lifted', 'open', 1, 'true', 'acknowledged', 10, 30, NULL, 11, 31, 'operator', 2, 't-1'),
    ('a-2', 'gw-1', 'pit-1', 'high', 'level', 2, '1.5', 'normal', 11, 11, 20, 12, 21, NULL, 1, 't-2');
  INSERT INTO episodes VALUES ('a-1', 'a-1', 10, 20), ('a-1b', 'a-1', 30, NULL), ('a-2', 'a-2', 11, 20);
  INSERT INTO stories VALUES ('t-1', 0, 10, 'gw-1/cover-3', 'report', NULL, 'reported', NULL, NULL),
    ('t-1', 1, 40, 'operator', 'dispatch', 'reported', 'handling', '去看一下', '老王'),
    ('t-2', 0, 11, 'gw-1/pit-1', 'report', NULL, 'reported', NULL, NULL);
  INSERT INTO faults VALUES (1, 'gw-1', 'FIELD_SILENT', 'cover-3', 'no answer', 'cover-3', 50, 4), (2, '', 'DISK_FAILED', '', 'full', NULL, 51, 1);
  INSERT INTO ledger VALUES (1, 'gw-1', 'data', 'e-d', 6, 60, 'journal-full', 'pit-1', 'level', 12);
  INSERT INTO commands VALUES ('c-1', 'gw-1', 'read-now', '{"device":"pit-1"}', 999, 'operator', 70, NULL),
    ('c-2', 'gw-1', 'restart', '{}', 999, 'operator', 71, '{"id":"c-2","ok":true,"at":72}');
  INSERT INTO accounts VALUES ('operator', 'operator', 'argon');
  INSERT INTO sessions VALUES ('token', 'operator', 999);
  INSERT INTO tries VALUES ('1.2.3.4', 5);
  COMMIT;
`;

/** What came until people could sign in under their own names. */
const more = `
  INSERT INTO photos VALUES ('p1', 'image/png', x'0102');
  INSERT INTO photo_parts VALUES ('gw-1', 'p2', 0, x'03');
  INSERT INTO enrolments VALUES ('h', 'gw-2', 'k', 'operator', 1, 2, 0, NULL, NULL);
  INSERT INTO certificates VALUES ('f', 'pk', 'gw-1', 1, 9, NULL, NULL);
  INSERT INTO records VALUES ('r', 'gw-1', 3, 4, '{"text":"ok"}');
  INSERT INTO outbox (lane, key, id, body, at, attempts, next_at, state) VALUES ('notify/x', 'k', 'm-1', '{"a":1}', 5, 2, 6, 'waiting');
  INSERT INTO tasks VALUES ('k-1', 'CLASS_UNKNOWN', 'X:1', 'administrator', '{"zh":"做","en":"do"}', 7, 3, NULL, NULL, NULL);
  INSERT INTO rulebook VALUES ('roles', 1, 8, 'operator', 'mine', '{"source":"mine","roles":[
    {"id":"chief","name":{"zh":"长","en":"Chief"},"rights":["look","tickets","posture"],"sees":"everything","totp":"optional"},
    {"id":"desk","name":{"zh":"席","en":"Desk"},"rights":["look","tickets"],"sees":"everything","totp":"optional"}]}');
  INSERT INTO postures (level, at, by, reason) VALUES ('typhoon-blue', 9, 'operator', '台风');
  INSERT INTO ladders VALUES ('a-1', 't-1', 'held', 10, 30, NULL, 31);
  INSERT INTO notices (id, channel, message, told_to, severity, ticket, alert, text, at, ended_at, result, late)
    VALUES ('n', 'sms', 'm', '值班', 1, 't-1', 'a-1', '井盖', 10, 11, 'sent', 0);
  INSERT INTO channel_secrets VALUES ('sms', 'key', 'secret');
  INSERT INTO inventory VALUES ('gw-1/pit-1', 'gw-1', 'pit-1', 1, 2, '{"id":1}', 'hash', 'shared', 'hash', NULL);
  INSERT INTO case_lines VALUES ('t-1', 0, '{"line":0}');
  INSERT INTO callbacks VALUES ('cb', 't-1', 0, 3, '{}', 'applied', NULL, 4);
  INSERT INTO nonces VALUES ('nonce', 1);
  INSERT INTO marks VALUES ('district', '{"at":5}');
  INSERT INTO handovers (ticket, asked_at, state) VALUES ('t-1', 12, 'asked');
`;

function upTo(name: string): number {
  const at = migrations.findIndex((migration) => migration.name === name);
  if (at < 0) throw new Error(`there is no migration "${name}"`);
  return at + 1;
}

/** Built by the migrations up to each, with the rows that it made room for. */
function oldDatabase(stages: readonly (readonly [upTo: string, rows: string])[]) {
  const folder = tempFolder();
  const old = openConnection(join(folder, "hub.db"));
  for (const [name, rows] of stages) {
    migrate(old, 1, migrations.slice(0, upTo(name)));
    old.exec(rows);
  }
  const tables = old.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const counts = tables.map(({ name }) => [name, old.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.n]);
  old.close();
  const store = openSqliteStore(folder, 2);
  onTestFinished(() => store.close());
  const empty = counts.filter(([name, n]) => n === 0 && !String(name).startsWith("word_index")).map(([name]) => name);
  return { store, empty };
}

type Opened = ReturnType<typeof oldDatabase>["store"];

async function expectSpine(store: Opened): Promise<void> {
  await store.read(async (tables) => {
    const { gateways, series, readings, tickets, alerts, faults, ledger, commands } = tables;
    expect(await gateways.find(gw)).toMatchObject({
      ...{ title: "东昌小区网关", state: "online", lastSeen: 90, registration: "hash-1", keyHash: "key-1" },
      ...{ status: { session: 3, backlog: { data: 7 } }, desired: { version: 2 }, wish: { version: 2 } },
    });
    expect((await gateways.list()).map(({ id }) => id)).toEqual(["gw-1", "gw-2"]);
    expect(await tables.devices.find(gw, pit)).toMatchObject({
      ...{ registered: true, health: { code: "", since: 10, at: 80 }, document: { place: devices[0]?.place } },
      entry: { life: "in-service", revision: 0 },
    });
    expect((await tables.devices.list(gw)).map(({ id }) => id)).toEqual(["cover-3", "pit-1", "stranger"]);
    const row = await series.find({ gateway: gw, device: pit, point: level });
    expect(row).toMatchObject({ known: true, delivered: 3, summaries: 1, latest: { at: 3000, value: 1.5 } });
    const all = { from: 0, to: 1e15, limit: 99, keep: "oldest" } as const;
    expect(await readings.query(1, all)).toEqual([
      [1000, 0.5, 0],
      [2000, 1, 0],
      [3000, 1.5, 0],
      [3000, 1.75, 4],
    ]);
    expect(await readings.query(3, all)).toEqual([[1000, "text", 2]]);
    expect(await tables.ranges.find({ gateway: gw, lane: "data", epoch: "e-d" as Epoch })).toEqual([[0, 6]]);
    expect(await tickets.find("t-1" as TicketId)).toMatchObject({ state: "handling", assignee: "老王", openedAt: 10 });
    expect((await tickets.story("t-1" as TicketId)).map(({ move, reason }) => [move, reason])).toEqual([
      ["report", null],
      ["dispatch", "去看一下"],
    ]);
    expect(await alerts.find("a-1" as AlertId)).toMatchObject({
      state: "acknowledged",
      count: 2,
      acknowledgedBy: "operator",
    });
    expect(await alerts.findEpisode("a-1b" as AlertId)).toMatchObject({ alert: "a-1", raisedAt: 30 });
    const found = await tickets.page({ q: "井盖", state: "all", limit: 9, sort: "newest" });
    expect(found.rows.map(({ id }) => id)).toEqual(["t-1"]);
    expect((await faults.page({ limit: 9, sort: "newest" })).rows).toMatchObject([
      { id: 2, gateway: null, code: "DISK_FAILED" },
      { id: 1, gateway: "gw-1", device: "cover-3", count: 4 },
    ]);
    expect(await ledger.list({}, 9)).toMatchObject([{ why: "journal-full", count: 12, firstAt: null }]);
    expect((await commands.waiting(gw, 100)).map(({ id }) => id)).toEqual(["c-1"]);
    expect(await commands.find(gw, "c-2")).toMatchObject({ result: { ok: true } });
    // The one account of then did everything; everybody signs in again.
    expect(await tables.accounts.find("operator")).toMatchObject({
      role: "administrator",
      display: "operator",
      totp: null,
    });
    expect(await tables.tries.countSince("1.2.3.4", 0)).toBe(1);
  });
}

test("of the first version", async () => {
  const { store, empty } = oldDatabase([["the spine", spine]]);
  expect(empty).toEqual([]);
  await expectSpine(store);
});

test("of the version before people signed in under their own names", async () => {
  const { store, empty } = oldDatabase([
    ["the spine", spine],
    ["handovers to the flows", more],
  ]);
  // Readings are in chunks by then.
  expect(empty.sort()).toEqual(["damaged", "folds", "kept", "log"]);
  await expectSpine(store);
  await store.read(async (tables) => {
    expect(await tables.photos.read("p1")).toMatchObject({ type: "image/png" });
    expect((await tables.enrolments.page({ limit: 9, sort: "newest" })).rows).toMatchObject([{ gateway: "gw-2" }]);
    expect(await tables.certificates.listOf(gw)).toMatchObject([{ fingerprint: "f" }]);
    expect(await tables.records.find("r")).toMatchObject({ gateway: "gw-1", filedAt: 4 });
    expect(await tables.outbox.find("notify/x", "m-1")).toMatchObject({
      body: { a: 1 },
      attempts: 2,
      state: "waiting",
    });
    expect(await tables.tasks.find("k-1")).toMatchObject({ count: 3, text: { zh: "做" } });
    expect(await tables.postures.list(9)).toMatchObject([{ level: "typhoon-blue", reason: "台风" }]);
    expect((await tables.notices.page({ limit: 9, sort: "newest" })).rows).toMatchObject([
      { channel: "sms", ticket: "t-1" },
    ]);
    expect(await tables.inventory.find(gw, pit)).toMatchObject({ state: "shared", sharedHash: "hash" });
    expect(await tables.caseLines.list("t-1" as TicketId, 0, 9)).toHaveLength(1);
    expect(await tables.callbacks.list(9)).toMatchObject([{ id: "cb", state: "applied" }]);
    expect(await tables.marks.read("district")).toEqual({ at: 5 });
    expect((await tables.handovers.list(9)).map(({ ticket }) => ticket)).toEqual(["t-1"]);
  });
});

test("a table of roles of one's own stays, and a version after it gives the right to call people together to who leads", async () => {
  const { store } = oldDatabase([
    ["the spine", spine],
    ["handovers to the flows", more],
  ]);
  await store.read(async ({ rulebook }) => {
    expect(await rulebook.find("roles", 1)).toMatchObject({ by: "operator", source: "mine" });
    const { version, body } = (await rulebook.newest("roles")) ?? { version: 0, body: {} };
    expect(version).toBe(2);
    const rights = (body as { roles: { id: string; rights: string[] }[] }).roles.map((role) => [role.id, role.rights]);
    expect(rights).toEqual([
      ["chief", ["look", "tickets", "posture", "joint"]],
      ["desk", ["look", "tickets"]],
    ]);
  });
});

test("a table of roles that nobody changed lets who only looks read the statistics; an open task to adopt is a technician's", async () => {
  const role = (id: string, rights: string, sees = "everything") => ({
    ...{ id, name: { zh: id, en: id }, rights: rights.split(" "), sees, totp: "optional" },
  });
  const all =
    "look alerts tickets review registry gateways posture rulebook notify district flows ledgers statistics people audit";
  const shipped = [
    role("administrator", all),
    role("shift-leader", all.replaceAll(/ (rulebook|notify|district|people)/g, "")),
    role("operator", "look alerts tickets review ledgers statistics"),
    role("technician", "look alerts registry gateways ledgers"),
    role("committee", "look alerts tickets", "areas"),
    role("department", "look tickets", "areas"),
    role("district", "look statistics"),
    role("read-only", "look"),
  ];
  const rows = (roles: object[]) => `
    INSERT INTO rulebook VALUES ('roles', 1, 8, 'operator', 'mine', '${JSON.stringify({ source: "mine", roles })}');
    INSERT INTO tasks VALUES ('k-2', 'DEVICES_ANNOUNCED', 'gw-1', 'operator', '{"zh":"做","en":"do"}', 7, 3, NULL, NULL, NULL);
  `;
  const opened = (roles: object[]) => oldDatabase([["outbox, tasks and rulebook", rows(roles)]]).store;
  const rightsIn = (store: Opened) =>
    store.read(async ({ rulebook }) => {
      const { body } = (await rulebook.newest("roles")) ?? { body: {} };
      return (body as { roles: { id: string; rights: string[] }[] }).roles.find(({ id }) => id === "read-only")?.rights;
    });
  const store = opened(shipped);
  expect(await rightsIn(store)).toEqual(["look", "statistics"]);
  expect(await store.read(({ tasks }) => tasks.find("k-2"))).toMatchObject({ for: "technician" });
  const changed = shipped.map((one) => (one.id === "operator" ? { ...one, rights: [...one.rights, "posture"] } : one));
  expect(await rightsIn(opened(changed))).toEqual(["look"]);
});

test("a connector that stood with a status made up for it is a platform without one, reached as before", async () => {
  const connector = `
    INSERT INTO connectors (id, platform, title, place, settings, products, quiet_after_ms, state, "by", at)
      VALUES ('lora-1', 'chirpstack', '', '', '{}', '[]', 1000, 'on', 'operator', 1);
    INSERT INTO gateways (id, title, place, state, since, last_seen, status, registration)
      VALUES ('lora-1', '', '', 'online', 5, 90, '{"state":"online","boot":"chirpstack","session":1}', 'hash-2');
  `;
  const { store } = oldDatabase([
    ["the spine", spine],
    ["until when a task can be answered", connector],
  ]);
  await store.read(async ({ gateways }) => {
    expect(await gateways.find("lora-1" as GatewayId)).toMatchObject({
      kind: "platform",
      status: null,
      state: "online",
    });
    expect(await gateways.find(gw)).toMatchObject({ kind: "gateway", status: { session: 3 } });
    expect(await gateways.listHeard("lora-1" as GatewayId)).toMatchObject([{ lastSeen: 90, quietAfterMs: 1000 }]);
  });
});
