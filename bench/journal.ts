/** What it costs to make a record durable, with an empty and with a full journal, on a quick and on a slow disk, beside other stores. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { mountLoopDisk } from "./loop-disk.ts";
import { machine } from "./machine.ts";
import { mosquittoStarts } from "./mosquitto-starts.ts";
import { inPlace, type Place } from "./place.ts";
import { type Row, ratio, spread, type Table } from "./table.ts";

const child = join(import.meta.dirname, "journal-child.ts");
const waiting = 1_000_000;
const runs = 3;
const ladenRuns = 7;
const recordBytes = 200;
/** [strace(1)] every flush takes 5 ms longer, as on a slow card. */
const slow = [
  "-f",
  "-qq",
  "-o",
  "/dev/null",
  "-e",
  "trace=fsync,fdatasync",
  "-e",
  "inject=fsync,fdatasync:delay_exit=5000",
];
const strace = "/usr/bin/strace";

type Result = { perSecond: number; cpuUs: number; openMs: number; openBytes: number; count: number };
type Run = {
  store: string;
  total: number;
  batch?: number;
  flying?: number;
  drain?: boolean;
  slowly?: boolean;
  budget?: number;
};

export async function journal(): Promise<Table> {
  if (!existsSync(strace)) throw new Error(`the journal bench needs ${strace}: as root, apt-get install -y strace`);
  const rows = await inPlace(async (place) => [
    ...rates(place.folder),
    ...(await full(place)),
    ...(await deviceBytes(place)),
  ]);
  return { title: `records of ${recordBytes} bytes, acknowledged after the flush`, machine: machine(), rows };
}

function run(folder: string, one: Run): Result {
  const { store, total, batch = 1, flying = 1, drain = false, slowly = false, budget = 536_870_912 } = one;
  mkdirSync(folder, { recursive: true });
  const args = [child, store, folder, ...[total, batch, flying].map(String), drain ? "drain" : "", String(budget)];
  const command = slowly ? [strace, ...slow, process.execPath, ...args] : [process.execPath, ...args];
  return JSON.parse(execFileSync(command[0] as string, command.slice(1), { encoding: "utf8" }));
}

/** The same run several times, each in a new folder, interleaved with the others of its list. */
function repeat(home: string, all: readonly Run[]): Result[][] {
  const results: Result[][] = all.map(() => []);
  for (let turn = 0; turn < runs; turn++)
    for (const [i, one] of all.entries()) results[i]?.push(run(mkdtempSync(join(home, "run-")), one));
  return results;
}

function of(results: readonly Result[], key: keyof Result): number[] {
  return results.map((result) => result[key]);
}

function rates(home: string): Row[] {
  const [slowRuns, quick, sqlite, append, lowdb] = repeat(home, [
    { store: "lilong", total: 20_000, flying: 64, slowly: true },
    { store: "lilong", total: 100_000, flying: 64 },
    { store: "sqlite", total: 5_000 },
    { store: "append", total: 200, slowly: true },
    { store: "lowdb", total: 2_000 },
  ]) as [Result[], Result[], Result[], Result[], Result[]];
  return [
    spread("slow, 64 in flight", of(slowRuns, "perSecond"), "/s", { least: 3000 }),
    spread("peer: append + fdatasync, slow", of(append, "perSecond"), "/s"),
    ratio("slow, to append + fdatasync", of(slowRuns, "perSecond"), of(append, "perSecond")),
    spread("quick, 64 in flight", of(quick, "perSecond"), "/s"),
    spread("peer: SQLite, quick", of(sqlite, "perSecond"), "/s"),
    spread("peer: lowdb as shipped, 2,000 records, no flush", of(lowdb, "perSecond"), "/s"),
    spread("CPU a record, quick, 64 in flight", of(quick, "cpuUs"), "µs", { most: 20 }),
    spread("peer: SQLite, CPU a record", of(sqlite, "cpuUs"), "µs"),
    ratio("CPU to SQLite", of(quick, "cpuUs"), of(sqlite, "cpuUs")),
  ];
}

/** A million records wait: the rate then, beside that of an empty journal, and how long the next start takes. */
async function full(place: Place): Promise<Row[]> {
  const home = place.folder;
  const folders = { lilong: join(home, "full"), sqlite: join(home, "full-peer"), lowdb: join(home, "full-lowdb") };
  run(folders.lilong, { store: "lilong", total: waiting, batch: 1000 });
  run(folders.sqlite, { store: "sqlite", total: waiting, batch: 1000 });
  run(folders.lowdb, { store: "lowdb", total: waiting, batch: waiting });
  const [laden, empty, sqlite, lowdb]: [Result[], Result[], Result[], Result[]] = [[], [], [], []];
  for (let turn = 0; turn < ladenRuns; turn++) {
    const one: Run = { store: "lilong", total: 100_000, flying: 64 };
    const order = turn % 2 === 0 ? [empty, laden] : [laden, empty];
    for (const into of order) into.push(run(into === laden ? folders.lilong : mkdtempSync(join(home, "empty-")), one));
    sqlite.push(run(folders.sqlite, { store: "sqlite", total: 1 }));
    if (turn < runs) lowdb.push(run(folders.lowdb, { store: "lowdb", total: 0 }));
  }
  const mosquitto = await mosquittoStarts(place, waiting, runs);
  const megabytes = (results: readonly Pick<Result, "openBytes">[]) => results.map(({ openBytes }) => openBytes / 1e6);
  return [
    ratio("rate with a million waiting, to an empty one", of(laden, "perSecond"), of(empty, "perSecond"), {
      least: 0.9,
    }),
    spread("recovery with a million waiting", of(laden, "openMs"), "ms", { most: 100 }),
    spread("recovery: memory", megabytes(laden), "MB", { most: 15 }),
    spread("peer: SQLite opens a million", of(sqlite, "openMs"), "ms"),
    spread("peer: lowdb as shipped reads a million", of(lowdb, "openMs"), "ms"),
    spread("peer: lowdb, memory", megabytes(lowdb), "MB"),
    spread(
      "peer: mosquitto loads a million",
      mosquitto.map(({ openMs }) => openMs),
      "ms",
    ),
    spread("peer: mosquitto, resident", megabytes(mosquitto), "MB"),
  ];
}

/** Counted on a device of its own. Needs root. */
async function deviceBytes(place: Place): Promise<Row[]> {
  const disk = mountLoopDisk(place, 1024);
  const worn = wornJournal(disk.folder);
  const measure = async (folder: () => string, one: Run) => {
    const costs: number[] = [];
    for (let turn = 0; turn < runs; turn++) {
      let count = 0;
      const written = await disk.writtenBy(async () => {
        count = run(folder(), one).count;
      });
      costs.push(written / (count * recordBytes));
    }
    return costs;
  };
  const steady = (one: Omit<Run, "store">) => measure(() => worn, { ...one, store: "lilong", budget: wornBytes });
  const fresh = (one: Run) => measure(() => mkdtempSync(join(disk.folder, "run-")), one);
  const [twenty, hundred] = [
    { total: 40_000, batch: 20 },
    { total: 60_000, batch: 100 },
  ];
  return [
    spread("device bytes to record bytes, batch 1", await steady({ total: 4000 }), "×"),
    spread("the same, batch 20", await steady(twenty), "×", { most: 2.5 }),
    spread("the same, batch 100", await steady(hundred), "×", { most: 1.5 }),
    spread("append, drain and acknowledge, batch 100", await steady({ ...hundred, drain: true }), "×", { most: 3.5 }),
    spread("in a journal's first files, batch 20", await fresh({ ...twenty, store: "lilong" }), "×"),
    spread("in a journal's first files, batch 100", await fresh({ ...hundred, store: "lilong" }), "×"),
    spread("peer: SQLite, batch 20", await fresh({ ...twenty, store: "sqlite" }), "×"),
    spread("peer: SQLite, batch 100", await fresh({ ...hundred, store: "sqlite" }), "×"),
    spread("peer: append + fdatasync, batch 20", await fresh({ ...twenty, store: "append" }), "×"),
    spread("peer: append + fdatasync, batch 100", await fresh({ ...hundred, store: "append" }), "×"),
  ];
}

const wornBytes = 134_217_728;

/** A journal that has come round: what it writes now goes into files it has used before, as it does for most of its life. */
function wornJournal(folder: string): string {
  const worn = join(folder, "worn");
  run(worn, { store: "lilong", total: 800_000, batch: 1000, drain: true, budget: wornBytes });
  return worn;
}
