/** What only SQLite has: migrations, the disk's error codes, the settings that make a commit durable. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Ack, decodeAck } from "../../../core/ack.ts";
import { encodeBatch } from "../../../core/batch.ts";
import type { GatewayId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { bytesOf, epochs, operatorCookie, quietHub, silent, statusOf } from "../../../test/kit/quiet-hub.ts";
import { readingsFrom } from "../../../test/kit/samples.ts";
import { diskFolder } from "../../../test/kit/temp-folder.ts";
import { startIngest } from "../../ingest/ingest.ts";
import { folderFault } from "../folder-fault.ts";
import { diskFault, openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openSqliteStore, sqliteStore } from "./store.ts";

function connection(folder = diskFolder()) {
  const opened = openConnection(join(folder, "hub.db"));
  onTestFinished(() => opened.close());
  return opened;
}

test("a database of a newer version is left alone", async () => {
  const folder = diskFolder();
  const newer = connection(folder);
  migrate(newer, 1, [...migrations, { name: "from the future", sql: "CREATE TABLE future (id INTEGER)" }]);
  expect(() => openSqliteStore(folder, 2)).toThrow(
    /^STORE_NEWER: the database is at migration \d+, this version knows \d+/,
  );
  expect(newer.prepare("SELECT count(*) AS n FROM future").get()).toMatchObject({ n: 0 });
});

test("the database and all beside it are for the hub's user alone", async () => {
  const folder = diskFolder();
  const store = openSqliteStore(folder, 1);
  onTestFinished(() => store.close());
  await store.transaction(({ channelSecrets }) => channelSecrets.put("a", "key", "1"));
  const names = readdirSync(folder);
  expect(names).toContain("hub.db-wal");
  for (const name of names) expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
});

test("migrations run once, in order, each recorded", () => {
  const opened = connection();
  migrate(opened, 1);
  migrate(opened, 2);
  const rows = opened.prepare("SELECT number, name, at FROM migrations ORDER BY number").all();
  expect(rows).toEqual(migrations.map(({ name }, i) => ({ number: i + 1, name, at: 1 })));
});

test("a migration that fails leaves the database as it was", () => {
  const opened = connection();
  migrate(opened, 1);
  const broken = { name: "broken", sql: "CREATE TABLE half (id INTEGER); NONSENSE" };
  expect(() => migrate(opened, 2, [...migrations, broken])).toThrow();
  expect(opened.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  expect(opened.prepare("SELECT max(number) AS n FROM migrations").get()).toMatchObject({ n: migrations.length });
});

test("a commit is flushed to the disk", () => {
  const opened = connection();
  expect(opened.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
  expect(opened.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
});

test("a full disk is the disk's fault, a wrong statement is ours", () => {
  const opened = connection();
  opened.exec("CREATE TABLE t (v BLOB); PRAGMA max_page_count = 8");
  const caught = (run: () => void) => {
    try {
      run();
    } catch (error) {
      return diskFault(error);
    }
    return null;
  };
  expect(caught(() => opened.exec("INSERT INTO t VALUES (zeroblob(1000000))"))).toMatchObject({ code: "DISK_FAILED" });
  expect(caught(() => opened.exec("INSERT INTO nowhere VALUES (1)"))).not.toMatchObject({ code: "DISK_FAILED" });
});

/** A store whose disk is full from `fill` until `free`: no page can be added. */
function smallDisk() {
  const opened = openConnection(join(diskFolder(), "hub.db"));
  const store = sqliteStore(opened, 1);
  const most = (pages: number) => opened.exec(`PRAGMA max_page_count = ${pages}`);
  return { store, fill: () => most(1), free: () => most(1_000_000) };
}

test("a disk that is full in the midst of a transaction says so, and the next one finds nothing of it", async () => {
  const { store, fill, free } = smallDisk();
  onTestFinished(() => store.close());
  const meetMany = (attempt: boolean) =>
    store.transaction(async (tables) => {
      const work = async () => {
        for (let i = 0; i < 500; i++) await tables.gateways.meet(`gw-${i}` as GatewayId, 1);
      };
      await (attempt ? tables.attempt(work) : work());
    });
  fill();
  await expect(meetMany(false)).rejects.toMatchObject({ code: "DISK_FAILED" });
  await expect(meetMany(true)).rejects.toMatchObject({ code: "DISK_FAILED" });
  expect(await store.transaction(({ gateways }) => gateways.list())).toEqual([]);
  free();
  await meetMany(true);
  expect(await store.transaction(({ gateways }) => gateways.list())).toHaveLength(500);
});

test("a full disk refuses no batch: it is stored when there is space again", async () => {
  const { store, fill, free } = smallDisk();
  onTestFinished(() => store.close());
  const id = "gw-1" as GatewayId;
  const sent: Ack[] = [];
  let waits = 0;
  const ingest = startIngest({
    ...{ store, tell: () => {}, clock: () => 1_790_000_000_000, log: silent },
    publish: (_topic, body) => void sent.push(decodeAck(body as Uint8Array)),
    pause: async () => {
      if (++waits === 3) free();
    },
  });
  await ingest.take(topics.status(id), bytesOf(statusOf()));
  await ingest.settled();
  fill();
  await ingest.take(topics.batch(id, "data", epochs.data, 0), encodeBatch(readingsFrom(1_790_000_000_000, 5000)));
  await ingest.settled();
  expect(waits).toBe(3);
  expect(sent.at(-1)).toMatchObject({ data: { have: [[0, 5000]] } });
  expect(sent.filter(({ refused }) => refused !== undefined)).toEqual([]);
});

test("signing in on a full disk says that the disk is full", async () => {
  const { store, fill } = smallDisk();
  const hub = await quietHub({ store });
  fill();
  const lastRoom = async () => {
    for (;;) await store.transaction(({ tries }) => tries.add("x", hub.clock.now));
  };
  await expect(lastRoom()).rejects.toMatchObject({ code: "DISK_FAILED" });
  const payload = { name: "operator", password: "x" };
  const answer = await hub.app.inject({ method: "POST", url: "/api/session", payload });
  expect(answer.statusCode).toBe(507);
  expect(answer.json()).toMatchObject({ code: "DISK_FAILED" });
});

test("on a full disk every write is answered in the problem's form, and health says what fails until it is free", async () => {
  const { store, fill, free } = smallDisk();
  const hub = await quietHub({ store });
  const cookie = await operatorCookie(hub);
  const ask = async (method: "GET" | "POST", url: string, headers = {}) => {
    const answer = await hub.app.inject({ method, url, headers: { cookie, ...headers }, ...payloadOf(method) });
    return { status: answer.statusCode, type: answer.headers["content-type"], body: answer.json() };
  };
  const payloadOf = (method: string) => (method === "POST" ? { payload: { name: "大厅" } } : {});
  fill();
  const lastRoom = async () => {
    for (;;) await store.transaction(({ tries }) => tries.add("x", hub.clock.now));
  };
  await expect(lastRoom()).rejects.toMatchObject({ code: "DISK_FAILED" });
  const failed = {
    ...{ status: 507, type: "application/problem+json; charset=utf-8" },
    body: {
      code: "DISK_FAILED",
      cure: expect.stringMatching(/space/),
      request: expect.stringMatching(/^[0-9A-Z]{26}$/),
    },
  };
  expect(await ask("GET", "/api/health")).toMatchObject(failed);
  // Each refusal wants its row in the audit trail too, and sooner or later that has no room either.
  const refused = [];
  for (let i = 0; i < 300 && refused.length < 30; i++) {
    const answer = await ask("POST", "/api/walls", { "idempotency-key": `key-${i}` });
    if (answer.status !== 200) refused.push(answer);
  }
  expect(refused).toHaveLength(30);
  for (const answer of refused) expect(answer).toMatchObject(failed);
  expect(await ask("GET", "/api/health")).toMatchObject(failed);
  free();
  expect(await ask("POST", "/api/walls")).toMatchObject({ status: 200 });
  expect(await ask("GET", "/api/health")).toMatchObject({ status: 200, body: { state: "ok" } });
});

test("a migration on a full disk is the disk's fault", () => {
  const opened = openConnection(join(diskFolder(), "hub.db"));
  opened.exec("PRAGMA max_page_count = 4");
  expect(() => sqliteStore(opened, 1)).toThrow(/^DISK_FAILED/);
});

test.each([
  [{ code: "ENOSPC" }, "DISK_FAILED"],
  [{ errcode: 13 }, "DISK_FAILED"],
  [{ errcode: 4874 }, "DISK_FAILED"],
  [{ errcode: 14 }, "FOLDER_UNWRITABLE"],
  [{ code: "EACCES" }, "FOLDER_UNWRITABLE"],
  [{ errcode: 11 }, "STORE_UNREADABLE"],
  [{ errcode: 26 }, "STORE_UNREADABLE"],
  [{ errcode: 267 }, "STORE_UNREADABLE"],
])("a folder whose error is %o is %s", (more, code) => {
  expect(folderFault("/data", Object.assign(new Error("why"), more))).toMatchObject({ code, detail: "/data (why)" });
});

test("a folder that cannot be written is named", () => {
  expect(() => openSqliteStore(join(process.execPath, "x"), 1)).toThrow(/^FOLDER_UNWRITABLE/);
});

test("a database that is damaged beyond opening says so, and what to do; nothing of it is touched", async () => {
  const folder = diskFolder();
  const file = join(folder, "hub.db");
  const store = openSqliteStore(folder, 1);
  await store.close();
  const bytes = readFileSync(file);
  // The header stays, so that it is still taken for a database.
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xff)]));
  expect(() => openSqliteStore(folder, 1)).toThrow(/^STORE_UNREADABLE: .*newest backup/);
  writeFileSync(
    file,
    "this is no database, and it is longer than a header of one, which has a hundred bytes ".repeat(40),
  );
  const before = readFileSync(file);
  expect(() => openSqliteStore(folder, 1)).toThrow(/^STORE_UNREADABLE/);
  expect(readFileSync(file)).toEqual(before);
});
