/** One part of the store's bench in a process of its own, so that its time and memory are its own; answers with one JSON document. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { answer, pause } from "./place.ts";
import { percentile } from "./table.ts";
import {
  type Block,
  blockAt,
  dayMs,
  type Opened,
  onDisk,
  openKind,
  perBatch,
  type StoreKind,
  seriesCount,
} from "./two-stores.ts";

export type Job =
  /** Stores readings up to `total`, `together` batches a commit, then does what background work there is. */
  | { job: "fill"; kind: StoreKind; folder: string; total: number; together: number; first: number; last: number }
  /** Opens what was killed, and counts. */
  | { job: "open"; kind: StoreKind; folder: string }
  /** Asks for the last day of one series after the other, `times`, while readings come; or each from the disk. */
  | { job: "query"; kind: StoreKind; folder: string; total: number; times: number; isCold: boolean };

export type Span = { perSecond: number; cpuUs: number };
export type Filled = { first: Span; last: Span; rssMb: number; fileBytes: number; usedBytes: number };
export type Reopened = { ms: number; count: number; rssMb: number };
export type Queried = { p50: number; p99: number; readings: number };

const job = JSON.parse(process.argv[2] as string) as Job;
const now = Date.now();
const farFuture = 4 * 3_600_000;
/** Between a batch and the next while queries are measured: 10,000 readings/s. */
const batchEveryMs = 10;
if (job.job === "fill") answer(await fill(job));
else if (job.job === "open") answer(await open(job));
else answer(await query(job));

/** A span of the filling: what it cost, without what it takes to make readings up. */
type Meter = { from: number; to: number; readings: number; ms: number; cpuUs: number };

async function fill({ kind, folder, total, together, first, last }: Job & { job: "fill" }): Promise<Filled> {
  const store = await openKind(kind, folder);
  const meterOf = (from: number, to: number): Meter => ({ from, to, readings: 0, ms: 0, cpuUs: 0 });
  const meters = [meterOf(0, first), meterOf(total - last, total)];
  for (let n = 0; n < total; n += seriesCount) {
    const blocks = blocksFrom(n, total);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await writeAll(store, blocks, together);
    const [ms, { user, system }] = [performance.now() - began, process.cpuUsage(cpu)];
    for (const meter of meters) {
      if (n < meter.from || n >= meter.to) continue;
      meter.readings += blocks.length * perBatch;
      meter.ms += ms;
      meter.cpuUs += user + system;
    }
    process.stdout.write(`at ${n + seriesCount}\n`);
  }
  while (await store.step(Date.now() + farFuture));
  const rssMb = process.memoryUsage.rss() / 1e6;
  await store.close();
  const [a, b] = meters.map(({ readings, ms, cpuUs }) => ({
    perSecond: (readings / ms) * 1000,
    cpuUs: cpuUs / readings,
  }));
  return { first: a as Span, last: b as Span, rssMb, ...onDisk(folder) };
}

/** A reading of every series. */
function blocksFrom(n: number, total: number): Block[] {
  return Array.from({ length: seriesCount / perBatch }, (_, i) => blockAt(n + i * perBatch, total, now));
}

/** Background work has its turn after each commit while there is some, as the hub gives it one. */
async function writeAll(store: Opened, blocks: readonly Block[], together: number): Promise<void> {
  let isBusy = true;
  for (let i = 0; i < blocks.length; i += together) {
    await store.write(blocks.slice(i, i + together));
    if (isBusy) isBusy = await store.step(Date.now());
  }
}

/** A process that has just started opens it, as the hub does after a crash. */
async function open({ kind, folder }: Job & { job: "open" }): Promise<Reopened> {
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const store = await openKind(kind, folder);
  const ms = performance.now() - began;
  const rssMb = (process.memoryUsage.rss() - before) / 1e6;
  const count = await store.count();
  await store.close();
  return { ms, count, rssMb };
}

async function query({ kind, folder, total, times, isCold }: Job & { job: "query" }): Promise<Queried> {
  const store = await openKind(kind, folder);
  let isOver = false;
  const writing = isCold ? Promise.resolve() : keepWriting(store, total, () => isOver);
  const took: number[] = [];
  let readings = 0;
  for (let i = 0; i < times; i++) {
    if (isCold) dropFromCache(folder);
    else await pause(2);
    const began = performance.now();
    readings += await store.query((i * 7919) % seriesCount, now - dayMs, now + dayMs);
    took.push(performance.now() - began);
  }
  isOver = true;
  await writing;
  await store.close();
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), readings: readings / times };
}

/** Goes on where the filling ended. */
async function keepWriting(store: Opened, total: number, isOver: () => boolean): Promise<void> {
  let isBusy = true;
  for (let n = total; !isOver(); n += perBatch) {
    await store.write([blockAt(n, total, now)]);
    if (isBusy || n % seriesCount === 0) isBusy = await store.step(Date.now());
    await pause(batchEveryMs);
  }
}

/** [dd(1)] `nocache` with nothing to copy has the kernel forget the whole file: what SQLite keeps by itself stays. */
function dropFromCache(folder: string): void {
  for (const name of ["hub.db", "hub.db-wal"]) {
    const path = join(folder, name);
    if (existsSync(path)) execFileSync("dd", [`if=${path}`, "iflag=nocache", "count=0", "status=none"]);
  }
}
