/** What the hub spends on a reading, from the bytes of a batch to the commit, beside plain inserts of the same rows. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
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
import { migrate } from "../hub/store/sqlite/migrate.ts";
import { devices } from "../test/kit/samples.ts";
import { machine } from "./machine.ts";
import { percentile, type Row, type Table } from "./table.ts";

const root = join(import.meta.dirname, "..");
const gateway = "gw-bench" as GatewayId;
const device = "pit-1" as DeviceId;
const epochs = { data: "data-epoch-1" as Epoch, alert: "alert-epoch-1" as Epoch };
const start = 1_790_000_000_000;
const perBatch = 100;
const batches = 300;
const runs = 3;
const most = batches * perBatch;
const silent = pino({ level: "silent" });

type Cost = { cpuUs: number; bytes: number };

export async function ingest(): Promise<Table> {
  const rows: Row[] = [];
  const empty = await inFolder(emptyBytes);
  for (const series of [1, 10, 50]) {
    const together = await medianOf(() => hubCost(series, batches));
    const alone = await medianOf(() => hubCost(series, 1));
    const plain = await medianOf(async () => inFolder((folder) => plainCost(folder, series)));
    const over = `over ${series} series`;
    rows.push(
      { figure: `${over}: batches that wait for nothing`, value: together.cpuUs, unit: "µs" },
      { figure: `${over}: each batch after the last one's ack`, value: alone.cpuUs, unit: "µs" },
      { figure: `${over}: peer: plain INSERTs, a commit a batch`, value: plain.cpuUs, unit: "µs" },
      { figure: `${over}: ratio: after the ack to peer`, value: alone.cpuUs / plain.cpuUs, unit: "" },
      { figure: `${over}: on disk`, value: together.bytes - empty, unit: "bytes" },
      { figure: `${over}: peer: on disk`, value: plain.bytes - empty, unit: "bytes" },
    );
  }
  return { title: `CPU time and disk a reading, batches of ${perBatch}, ${most} readings`, machine: machine(), rows };
}

async function medianOf(measure: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = [];
  for (let i = 0; i < runs; i++) costs.push(await measure());
  const median = (key: keyof Cost) =>
    percentile(
      costs.map((cost) => cost[key]),
      0.5,
    );
  return { cpuUs: median("cpuUs"), bytes: median("bytes") };
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

/** The hub without its sockets; after every `atOnce` batches it waits for the commit. */
function hubCost(series: number, atOnce: number): Promise<Cost> {
  return inFolder(async (folder) => {
    const store = openStore(folder, start);
    const options = { store, publish: () => {}, tell: () => {}, clock: () => start + 1e9, log: silent };
    const part = startIngest({ ...options, pause: async () => {} });
    await store.transaction((tables) => tables.gateways.meet(gateway, start));
    await store.transaction((tables) => tables.devices.putDocument(gateway, deviceWith(series)));
    const status = { state: "online", boot: "b", session: 1, version: "0", clock: "synced", epochs };
    await part.take(topics.status(gateway), json({ ...status, backlog: { data: 0, alert: 0 } }));
    await part.settled();
    const bodies = Array.from({ length: batches }, (_, i) => encodeBatch(readingsOf(series, i)));
    const cpuUs = await cpuOf(async () => {
      for (const [i, body] of bodies.entries()) {
        await part.take(topics.batch(gateway, "data", epochs.data, i * perBatch), body);
        if ((i + 1) % atOnce === 0) await part.settled();
      }
    });
    await part.close();
    await store.close();
    return { cpuUs, bytes: bytesIn(folder) };
  });
}

/** The same rows in the same table by the shortest road: nothing decoded, checked, looked up or acknowledged. */
async function plainCost(folder: string, series: number): Promise<Cost> {
  const connection = openConnection(join(folder, "hub.db"));
  migrate(connection, start);
  const insert = connection.prepare("INSERT INTO readings VALUES (?, ?, 0, ?, ?)");
  const all = Array.from({ length: batches }, (_, i) => readingsOf(series, i));
  const cpuUs = await cpuOf(async () => {
    for (const batch of all) {
      connection.exec("BEGIN");
      for (const { point, at, value, quality } of batch) insert.run(numberOf(point), at, value as number, quality);
      connection.exec("COMMIT");
    }
  });
  connection.close();
  return { cpuUs, bytes: bytesIn(folder) };
}

/** What a database without readings takes, spread over the readings like the rest. */
async function emptyBytes(folder: string): Promise<number> {
  const store = openStore(folder, start);
  await store.transaction(({ gateways }) => gateways.list());
  await store.close();
  return bytesIn(folder);
}

function bytesIn(folder: string): number {
  return statSync(join(folder, "hub.db")).size / most;
}

/** Microseconds a reading, user and system, of all threads. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / most;
}

function readingsOf(series: number, batch: number): Reading[] {
  return Array.from({ length: perBatch }, (_, i) => {
    const n = batch * perBatch + i;
    const value = Math.round(100 + 30 * Math.sin(n / 9)) / 100;
    return { device, point: pointOf(i % series), at: start + n * 200 + ((n * 7) % 13), value, quality: 0 };
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
