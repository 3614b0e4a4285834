/** One run of a store in a process of its own, so that its time, memory and flushes are its own: prints one JSON line. */
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Low } from "lowdb";
import { JSONFile } from "lowdb/node";
import { nodeDisk } from "../agent/journal/disk.ts";
import { openLanes } from "../agent/journal/journal.ts";
import { openConnection } from "../hub/store/sqlite/connection.ts";

/** Puts `records` on the disk; resolves when they are durable. */
type Append = (records: readonly Uint8Array[]) => Promise<void>;
type Opened = { append: Append; acknowledge?(upTo: number): Promise<void>; close(): Promise<void> };

const recordBytes = 200;
/** [store, folder, records, records a call, calls in flight, acknowledge every 10,000 records, journal's budget] */
const [store = "lilong", folder = "", total = "1000", batch = "1", flying = "1", drain = "", budget = "536870912"] =
  process.argv.slice(2);
const lane = { segmentBytes: 1_048_576, budgetBytes: Number(budget), commitEveryMs: 0, keepMs: 30 * 86_400_000 };

const stores: Record<string, (folder: string) => Promise<Opened>> = {
  async lilong(folder) {
    const journal = await openLanes(folder, { data: lane, alert: lane }, () => undefined, nodeDisk);
    return {
      append: async (records) => void (await journal.data.append(records)),
      acknowledge: (upTo) => journal.data.acknowledge([[0, upTo]]),
      close: journal.close,
    };
  },
  async sqlite(folder) {
    const connection = openConnection(join(folder, "peer.db"));
    connection.exec("CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    const insert = connection.prepare("INSERT INTO records (body) VALUES (?)");
    return {
      async append(records) {
        connection.exec("BEGIN");
        for (const record of records) insert.run(record);
        connection.exec("COMMIT");
      },
      close: async () => connection.close(),
    };
  },
  async append(folder) {
    const file = openSync(join(folder, "peer.log"), "a");
    return {
      async append(records) {
        writeSync(file, Buffer.concat(records));
        fdatasyncSync(file);
      },
      close: async () => closeSync(file),
    };
  },
  async lowdb(folder) {
    const file = new Low<string[]>(new JSONFile(join(folder, "peer.json")), []);
    await file.read();
    return {
      append: (records) =>
        file.update((all) => {
          for (const record of records) all.push(Buffer.from(record).toString("latin1"));
        }),
      close: async () => undefined,
    };
  },
};

const before = process.memoryUsage.rss();
const began = performance.now();
const opened = await (stores[store] as (typeof stores)[string])(folder);
const [openMs, openBytes] = [performance.now() - began, process.memoryUsage.rss() - before];
const records = Array.from({ length: Number(batch) }, () => new Uint8Array(recordBytes).fill(97));
const calls = Math.ceil(Number(total) / Number(batch));
const cpu = process.cpuUsage();
const start = performance.now();
let next = 0;
let done = 0;
const one = async () => {
  while (next < calls) {
    next++;
    await opened.append(records);
    done += records.length;
    if (drain !== "" && done % 10_000 < records.length) await opened.acknowledge?.(done);
  }
};
await Promise.all(Array.from({ length: Number(flying) }, one));
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
await opened.close();
const count = calls * records.length;
process.stdout.write(
  `${JSON.stringify({ perSecond: count / seconds, cpuUs: (user + system) / count, openMs, openBytes, count })}\n`,
);
