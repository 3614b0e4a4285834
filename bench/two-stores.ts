/** The hub's store and its peer, plain rows in SQLite, behind one door, and the readings that both are given. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DeviceId, Epoch, GatewayId, PointId } from "../core/id.ts";
import { openStore } from "../hub/store/open.ts";
import type { Store } from "../hub/store/store.ts";
import type { StoredBatch } from "../hub/store/telemetry.ts";

export const gateways = 100;
export const perBatch = 100;
export const seriesCount = gateways * perBatch;
/** From one reading of a series to its next. */
const stepMs = 60_000;
export const dayMs = 86_400_000;
/** One step of background work. */
const stepLongMs = 4;

/** Readings `[n, n + perBatch)`: one of each series of one gateway. */
export type Block = { gateway: number; n: number; at: number[]; values: number[] };

export type StoreKind = "hub" | "rows";

export type Opened = {
  /** All of it in one commit, durable when it resolves. */
  write(blocks: readonly Block[]): Promise<void>;
  /** The readings `[from, to)` of a series; series are counted from 0. */
  query(series: number, from: number, to: number): Promise<number>;
  /** One step of background work; resolves to whether there is more to do. */
  step(now: number): Promise<boolean>;
  /** Readings that are stored. */
  count(): Promise<number>;
  close(): Promise<void>;
};

/** Every series has a reading a minute, the last of `total` about now, a few ms beside the minute as clocks are. */
export function blockAt(n: number, total: number, now: number): Block {
  const round = Math.floor(n / seriesCount);
  const start = now - Math.ceil(total / seriesCount) * stepMs + round * stepMs;
  const gateway = Math.floor((n % seriesCount) / perBatch);
  const each = Array.from({ length: perBatch }, (_, i) => n + i);
  const at = each.map((one) => start + ((one * 7) % 13));
  const values = each.map((one) => Math.round(100 + 30 * Math.sin((round + one) / 9)) / 100);
  return { gateway, n, at, values };
}

export async function openKind(kind: StoreKind, folder: string): Promise<Opened> {
  return kind === "hub" ? openHub(folder) : openRows(folder);
}

async function openHub(folder: string): Promise<Opened> {
  const store = openStore(folder, Date.now());
  const ids = await seriesOf(store);
  return {
    write: (blocks) =>
      store.transaction(async ({ readings }) => {
        for (const block of blocks) await readings.append(batchOf(block, ids));
      }),
    query: (series, from, to) =>
      store.read(async ({ readings }) => {
        const rows = await readings.query(ids[series] as number, { from, to, limit: 100_000, keep: "newest" });
        return rows.length;
      }),
    step: (now) =>
      store.transaction(async ({ readings }) => {
        const end = performance.now() + stepLongMs;
        const isOver = () => performance.now() > end;
        if (await readings.settle(now, isOver)) return true;
        return (await readings.rollUp(now, 0, isOver)) !== null;
      }),
    count: () =>
      store.read(async ({ series }) => (await series.list()).reduce((sum, { delivered }) => sum + delivered, 0)),
    close: () => store.close(),
  };
}

/** The ids of all series, made where they lack. */
async function seriesOf(store: Store): Promise<number[]> {
  const point = "level" as PointId;
  const ids: number[] = [];
  await store.transaction(async ({ gateways: known, devices, series }) => {
    for (let g = 0; g < gateways; g++) {
      const gateway = gatewayOf(g);
      await known.meet(gateway, Date.now());
      for (let i = 0; i < perBatch; i++) {
        const device = `sensor-${i}` as DeviceId;
        const found = await series.find({ gateway, device, point });
        if (found === null) await devices.meet(gateway, device);
        ids.push((found ?? (await series.create({ gateway, device, point }, true))).id);
      }
    }
  });
  return ids;
}

function gatewayOf(number: number): GatewayId {
  return `gw-${number}` as GatewayId;
}

function batchOf({ gateway, n, at, values }: Block, ids: readonly number[]): StoredBatch {
  const from = Math.floor(n / seriesCount) * perBatch;
  const columns = at.map((moment, i) => ({
    series: ids[gateway * perBatch + i] as number,
    column: { at: [moment], values: [values[i] as number], quality: [0] },
  }));
  const journal = { lane: "data" as const, epoch: "bench" as Epoch, from, to: from + perBatch };
  return { gateway: gatewayOf(gateway), received: Date.now(), journal, columns };
}

/** What one would write first: a row a reading, clustered by series and time. */
async function openRows(folder: string): Promise<Opened> {
  const database = new DatabaseSync(join(folder, "hub.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
  database.exec(`CREATE TABLE IF NOT EXISTS readings (series INTEGER, at INTEGER, value REAL, quality INTEGER,
    PRIMARY KEY (series, at)) WITHOUT ROWID`);
  const insert = database.prepare("INSERT INTO readings VALUES (?, ?, ?, ?)");
  const find = database.prepare("SELECT at, value, quality FROM readings WHERE series = ? AND at >= ? AND at < ?");
  return {
    async write(blocks) {
      database.exec("BEGIN");
      for (const { gateway, at, values } of blocks)
        for (let i = 0; i < perBatch; i++) insert.run(gateway * perBatch + i, at[i] as number, values[i] as number, 0);
      database.exec("COMMIT");
    },
    query: async (series, from, to) => find.all(series, from, to).length,
    step: async () => false,
    count: async () => (database.prepare("SELECT count(*) AS n FROM readings").get() as { n: number }).n,
    close: async () => database.close(),
  };
}

export type OnDisk = { fileBytes: number; usedBytes: number };

/** Of a store that is closed; pages that wait to be used again are in the file, but not in use. */
export function onDisk(folder: string): OnDisk {
  const path = join(folder, "hub.db");
  const database = new DatabaseSync(path, { readOnly: true });
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0]);
  const usedBytes = (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
  database.close();
  return { fileBytes: statSync(path).size, usedBytes };
}
