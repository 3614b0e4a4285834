/** The hub's store under ten thousand series, beside plain rows in SQLite: what a reading costs, takes, and how soon it is found. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { mountLoopDisk } from "./loop-disk.ts";
import { machine } from "./machine.ts";
import { askChild, inPlace, type Place, root } from "./place.ts";
import type { Filled, Job, Queried, Reopened } from "./store-child.ts";
import { type Row, ratio, spread, type Table, type Target } from "./table.ts";
import { perBatch, type StoreKind, seriesCount } from "./two-stores.ts";

/** Beyond so many readings one run takes minutes. */
const mostRepeated = 2_000_000;
const runs = 3;
const first = 500_000;
/** The end of a run, in which background work has come round at least once. */
const mostLast = 1_500_000;
/** As many batches as the hub takes into a commit under a backlog. */
const together = 10;
const deviceReadings = { hub: 2_000_000, rows: 500_000 };
const killAt = 1_400_000;
const times = { hot: 1500, cold: 150 };
const longMs = 40 * 60_000;

const kinds = ["hub", "rows"] as const;
const titles = { hub: "hub", rows: "peer: SQLite rows" };

type Measured = { filled: Filled[]; hot: Queried[]; cold: Queried[]; written: number[]; crash: Reopened[] };

/** `total` readings in the long run. */
export async function store(total = mostRepeated): Promise<Table> {
  if (total <= first) throw new Error(`a long run has more than ${first} readings`);
  const all: Record<StoreKind, Measured> = { hub: nothing(), rows: nothing() };
  for (let run = 0; run < (total > mostRepeated ? 1 : runs); run++)
    for (const kind of kinds) await inPlace((place) => measure(place, kind, total, all[kind]));
  for (const kind of kinds) {
    for (const batches of [together, 1])
      all[kind].written.push(await inPlace((place) => deviceBytes(place, kind, batches)));
    all[kind].crash.push(await inPlace((place) => crash(place, kind)));
  }
  return {
    title: `${total} readings of ${seriesCount} series in turn, ${perBatch} a batch, ${together} batches a commit (FULL)`,
    machine: machine(),
    rows: [...rates(all, total), ...disk(all, total), ...queries(all), ...crashes(all)],
  };
}

const nothing = (): Measured => ({ filled: [], hot: [], cold: [], written: [], crash: [] });

const ask = <Answer>(job: Job) => askChild<Answer>("bench/store-child.ts", job, [], longMs);

async function measure(place: Place, kind: StoreKind, total: number, into: Measured): Promise<void> {
  const folder = join(place.folder, kind);
  mkdirSync(folder);
  const last = Math.min(mostLast, total - first);
  into.filled.push(await ask<Filled>({ job: "fill", kind, folder, total, together, first, last }));
  const query = { job: "query" as const, kind, folder, total };
  into.cold.push(await ask<Queried>({ ...query, times: times.cold, isCold: true }));
  into.hot.push(await ask<Queried>({ ...query, times: times.hot, isCold: false }));
}

async function deviceBytes(place: Place, kind: StoreKind, batches: number): Promise<number> {
  const disk = mountLoopDisk(place, 1024);
  const total = deviceReadings[kind];
  const fill: Job = { job: "fill", kind, folder: disk.folder, total, together: batches, first, last: first };
  return (await disk.writtenBy(() => ask(fill))) / total;
}

/** Killed in the middle, when the log is about as long as it gets; nothing that was told to be stored may lack. */
async function crash(place: Place, kind: StoreKind): Promise<Reopened> {
  const folder = join(place.folder, kind);
  mkdirSync(folder);
  const fill: Job = { job: "fill", kind, folder, total: 2 * killAt, together, first, last: first };
  const args = [join(root, "bench/store-child.ts"), JSON.stringify(fill)];
  const child = await place.start({ program: process.execPath, args }, new RegExp(`^at ${killAt}$`, "m"), longMs);
  await child.kill("SIGKILL");
  const stored = Math.max(...[...child.output().matchAll(/^at (\d+)$/gm)].map(([, count]) => Number(count)));
  const reopened = await ask<Reopened>({ job: "open", kind, folder });
  if (reopened.count < stored) throw new Error(`${kind}: ${stored} readings were stored, ${reopened.count} are there`);
  return reopened;
}

function rates(all: Record<StoreKind, Measured>, total: number): Row[] {
  const of = (kind: StoreKind, part: "first" | "last", key: "perSecond" | "cpuUs") =>
    all[kind].filled.map((filled) => filled[part][key]);
  const [early, late] = ["the first half million", `up to ${total / 1e6} million`];
  const rows = kinds.flatMap((kind) => [
    spread(`${titles[kind]}: rate, ${early}`, of(kind, "first", "perSecond"), "/s"),
    spread(`${titles[kind]}: rate, ${late}`, of(kind, "last", "perSecond"), "/s"),
    keeps(kind, of(kind, "last", "perSecond"), of(kind, "first", "perSecond")),
    spread(`${titles[kind]}: CPU a reading, ${early}`, of(kind, "first", "cpuUs"), "µs"),
    spread(`${titles[kind]}: CPU a reading, ${late}`, of(kind, "last", "cpuUs"), "µs"),
    ratio(`late CPU to early, ${nameOf(kind)}`, of(kind, "last", "cpuUs"), of(kind, "first", "cpuUs")),
    spread(`${titles[kind]}: resident`, pick(all[kind].filled, "rssMb"), "MB"),
  ]);
  return [...rows, ratio("late rate to SQLite rows", of("hub", "last", "perSecond"), of("rows", "last", "perSecond"))];
}

const nameOf = (kind: StoreKind) => (kind === "hub" ? "hub" : "peer");

const keeps = (kind: StoreKind, late: readonly number[], early: readonly number[]) =>
  ratio(`late rate to early, ${nameOf(kind)}`, late, early, targetOf(kind, { least: 0.7 }));

function disk(all: Record<StoreKind, Measured>, total: number): Row[] {
  return kinds.flatMap((kind) => {
    const a = (key: "usedBytes" | "fileBytes") => pick(all[kind].filled, key).map((bytes) => bytes / total);
    const [grouped, single] = all[kind].written as [number, number];
    return [
      spread(`${titles[kind]}: on disk, a reading with index`, a("usedBytes"), "bytes", targetOf(kind, { most: 6 })),
      spread(`${titles[kind]}: on disk, with pages that wait for their next use`, a("fileBytes"), "bytes"),
      spread(`${titles[kind]}: written to the device, a reading`, [grouped], "bytes", targetOf(kind, { most: 100 })),
      spread(`${titles[kind]}: the same, a commit for each batch`, [single], "bytes", targetOf(kind, { most: 100 })),
    ];
  });
}

function queries(all: Record<StoreKind, Measured>): Row[] {
  return kinds.flatMap((kind) => {
    const { hot, cold } = all[kind];
    const what = `${titles[kind]}: last day of a series, ${Math.round(hot[0]?.readings ?? 0)} readings`;
    return [
      spread(`${what}, while ingesting, p50`, pick(hot, "p50"), "ms", targetOf(kind, { most: 0.5 })),
      spread(`${what}, while ingesting, p99`, pick(hot, "p99"), "ms", targetOf(kind, { most: 5 })),
      spread(`${what}, cold, p50`, pick(cold, "p50"), "ms", targetOf(kind, { most: 2 })),
    ];
  });
}

function crashes(all: Record<StoreKind, Measured>): Row[] {
  return kinds.flatMap((kind) => {
    const seconds = pick(all[kind].crash, "ms").map((ms) => ms / 1000);
    return [
      spread(
        `${titles[kind]}: opened after kill -9 at ${killAt / 1e6} million`,
        seconds,
        "s",
        targetOf(kind, { most: 2 }),
      ),
      spread(`${titles[kind]}: memory that opening it took`, pick(all[kind].crash, "rssMb"), "MB"),
    ];
  });
}

const targetOf = (kind: StoreKind, target: Target) => (kind === "hub" ? target : undefined);

function pick<Key extends string>(all: readonly Record<Key, number>[], key: Key): number[] {
  return all.map((one) => one[key]);
}
