/** What the hub spends on a reading, from the bytes of a batch to the commit, beside plain inserts of the same rows. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { encodeBatch } from "../core/batch.ts";
import type { Device } from "../core/device.ts";
import type { DeviceId, Epoch, GatewayId, PointId } from "../core/id.ts";
import type { Reading } from "../core/reading.ts";
import { topics } from "../core/topics.ts";
import { startIngest } from "../hub/ingest/ingest.ts";
import { openStore } from "../hub/store/open.ts";
import { openConnection } from "../hub/store/sqlite/connection.ts";
import { devices } from "../test/kit/samples.ts";
import { machine } from "./machine.ts";
import { type Row, ratio, spread, type Table } from "./table.ts";

const root = join(import.meta.dirname, "..");
const gateway = "gw-bench" as GatewayId;
const device = "pit-1" as DeviceId;
const epochs = { data: "data-epoch-1" as Epoch, alert: "alert-epoch-1" as Epoch };
const start = 1_790_000_000_000;
const runs = 3;
const silent = pino({ level: "silent" });
/** Readings a batch, and batches. */
type Load = { perBatch: number; batches: number };
const packed: Load = { perBatch: 100, batches: 300 };
const single: Load = { perBatch: 1, batches: 5000 };

export async function ingest(): Promise<Table> {
  const rows: Row[] = [];
  for (const series of [1, 10, 50]) {
    const together = await repeat(() => hubCost(series, packed, packed.batches));
    const alone = await repeat(() => hubCost(series, packed, 1));
    const plain = await repeat(() => inFolder((folder) => plainCost(folder, series, packed)));
    const over = `over ${series} series`;
    rows.push(
      spread(`${over}: batches that wait for nothing`, together, "µs", { most: 10 }),
      spread(`${over}: each batch after the last one's ack`, alone, "µs"),
      spread(`${over}: peer: plain INSERTs, a commit a batch`, plain, "µs"),
      ratio(`${over}: after the ack to peer`, alone, plain),
    );
  }
  const unbatched = await repeat(() => hubCost(50, single, single.batches));
  const peer = await repeat(() => inFolder((folder) => plainCost(folder, 50, single)));
  rows.push(
    spread("one reading a message, over 50 series: that wait for nothing", unbatched, "µs", { most: 30 }),
    spread("peer: plain INSERTs, a commit each", peer, "µs"),
    ratio("one reading a message to peer", unbatched, peer),
  );
  return { title: "CPU time a reading until it lies in its chunk", machine: machine(), rows };
}

async function repeat(measure: () => Promise<number>): Promise<number[]> {
  const costs: number[] = [];
  for (let i = 0; i < runs; i++) costs.push(await measure());
  return costs;
}

/** Below the project, so that the disk is the one that is meant, not a memory file system. */
async function inFolder<Result>(work: (folder: string) => Result | Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(root, "data-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The hub without its sockets; after every `atOnce` batches it waits for the commit, and at the end all is put in its place. */
function hubCost(series: number, load: Load, atOnce: number): Promise<number> {
  return inFolder(async (folder) => {
    const store = openStore(folder, start);
    const options = { store, publish: () => {}, tell: () => {}, clock: () => start + 1e9, log: silent };
    const part = startIngest({ ...options, pause: async () => {} });
    await store.transaction((tables) => tables.gateways.meet(gateway, start));
    await store.transaction((tables) => tables.devices.putDocument(gateway, deviceWith(series)));
    const status = { state: "online", boot: "b", session: 1, version: "0", clock: "synced", epochs };
    await part.take(topics.status(gateway), json({ ...status, backlog: { data: 0, alert: 0 } }));
    await part.settled();
    const bodies = Array.from({ length: load.batches }, (_, i) => encodeBatch(readingsOf(series, load, i)));
    const cpuUs = await cpuOf(load, async () => {
      for (const [i, body] of bodies.entries()) {
        await part.take(topics.batch(gateway, "data", epochs.data, i * load.perBatch), body);
        if ((i + 1) % atOnce === 0) await part.settled();
      }
      await part.settled();
      await store.transaction(({ readings }) => readings.settle(start + 1e12, () => false));
    });
    await part.close();
    await store.close();
    return cpuUs;
  });
}

/** The readings as rows by the shortest road: nothing decoded, checked, looked up or acknowledged. */
async function plainCost(folder: string, series: number, load: Load): Promise<number> {
  const connection = openConnection(join(folder, "peer.db"));
  connection.exec(
    `CREATE TABLE readings (series INTEGER, at INTEGER, n INTEGER, value REAL, quality INTEGER,
       PRIMARY KEY (series, at, n)) WITHOUT ROWID`,
  );
  const insert = connection.prepare("INSERT INTO readings VALUES (?, ?, 0, ?, ?)");
  const all = Array.from({ length: load.batches }, (_, i) => readingsOf(series, load, i));
  const cpuUs = await cpuOf(load, async () => {
    for (const batch of all) {
      connection.exec("BEGIN");
      for (const { point, at, value, quality } of batch) insert.run(numberOf(point), at, value as number, quality);
      connection.exec("COMMIT");
    }
  });
  connection.close();
  return cpuUs;
}

/** Microseconds a reading, user and system, of all threads. */
async function cpuOf({ perBatch, batches }: Load, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (perBatch * batches);
}

function readingsOf(series: number, { perBatch }: Load, batch: number): Reading[] {
  return Array.from({ length: perBatch }, (_, i) => {
    const n = batch * perBatch + i;
    const value = Math.round(100 + 30 * Math.sin(n / 9)) / 100;
    return { device, point: pointOf(n % series), at: start + n * 200 + ((n * 7) % 13), value, quality: 0 };
  });
}

function pointOf(number: number): PointId {
  return `level-${number}` as PointId;
}

function numberOf(point: PointId): number {
  return Number(point.slice("level-".length));
}

function deviceWith(series: number): Device {
  const [sample] = devices as [Device];
  const [point] = sample.points as [Device["points"][number]];
  return { ...sample, id: device, points: Array.from({ length: series }, (_, i) => ({ ...point, id: pointOf(i) })) };
}

function json(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}
