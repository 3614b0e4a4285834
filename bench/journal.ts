/** What it costs to make a record durable, with an empty and with a full journal, on a quick and on a slow disk, beside other stores. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { machine } from "./machine.ts";
import { percentile, type Row, type Table } from "./table.ts";

const root = join(import.meta.dirname, "..");
const child = join(root, "bench", "journal-child.ts");
const waiting = 1_000_000;
const runs = 3;
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
type Run = { store: string; total: number; batch?: number; flying?: number; drain?: boolean; slowly?: boolean };

export async function journal(): Promise<Table> {
  for (const program of [strace, "/sbin/mkfs.ext4"])
    if (!existsSync(program))
      throw new Error(`the journal bench needs ${program}: as root, apt-get install -y strace e2fsprogs`);
  const home = mkdtempSync(join(root, "data-bench-"));
  try {
    const rows = [...rates(home), ...full(home), ...(await deviceBytes(home))];
    return { title: `records of ${recordBytes} bytes, acknowledged after the flush`, machine: machine(), rows };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function run(folder: string, { store, total, batch = 1, flying = 1, drain = false, slowly = false }: Run): Result {
  mkdirSync(folder, { recursive: true });
  const args = [child, store, folder, ...[total, batch, flying].map(String), drain ? "drain" : ""];
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

function median(results: readonly Result[], key: keyof Result): number {
  return percentile(
    results.map((result) => result[key]),
    0.5,
  );
}

function rates(home: string): Row[] {
  const names = [
    "slow, 64 in flight",
    "quick, 64 in flight",
    "peer: SQLite, quick",
    "peer: append + fdatasync, slow",
    "peer: lowdb as shipped, 2,000 records, no flush",
  ];
  const [slowRuns, quick, sqlite, append, lowdb] = repeat(home, [
    { store: "lilong", total: 20_000, flying: 64, slowly: true },
    { store: "lilong", total: 100_000, flying: 64 },
    { store: "sqlite", total: 5_000 },
    { store: "append", total: 200, slowly: true },
    { store: "lowdb", total: 2_000 },
  ]) as [Result[], Result[], Result[], Result[], Result[]];
  const rate = median(slowRuns, "perSecond");
  const cpu = median(quick, "cpuUs");
  return [
    { figure: names[0] as string, value: rate, unit: "/s", target: "≥ 3000 /s", met: rate >= 3000 },
    { figure: names[3] as string, value: median(append, "perSecond"), unit: "/s" },
    { figure: names[1] as string, value: median(quick, "perSecond"), unit: "/s" },
    { figure: names[2] as string, value: median(sqlite, "perSecond"), unit: "/s" },
    { figure: names[4] as string, value: median(lowdb, "perSecond"), unit: "/s" },
    { figure: "CPU a record, quick, 64 in flight", value: cpu, unit: "µs", target: "≤ 20 µs", met: cpu <= 20 },
    { figure: "peer: SQLite, CPU a record", value: median(sqlite, "cpuUs"), unit: "µs" },
  ];
}

/** A million records wait: the rate then, and how long the next start takes. */
function full(home: string): Row[] {
  const folder = join(home, "full");
  const peer = join(home, "full-peer");
  run(folder, { store: "lilong", total: waiting, batch: 1000 });
  run(peer, { store: "sqlite", total: waiting, batch: 1000 });
  const ratios: number[] = [];
  const starts: Result[] = [];
  const peers: Result[] = [];
  for (let turn = 0; turn < runs; turn++) {
    const one: Run = { store: "lilong", total: 50_000, flying: 64 };
    const empty = run(mkdtempSync(join(home, "empty-")), one);
    const laden = run(folder, one);
    ratios.push(laden.perSecond / empty.perSecond);
    starts.push(laden);
    peers.push(run(peer, { store: "sqlite", total: 1 }));
  }
  const [ratio, openMs, openMb] = [
    percentile(ratios, 0.5),
    median(starts, "openMs"),
    median(starts, "openBytes") / 1e6,
  ];
  return [
    {
      figure: "rate with a million waiting, to that of an empty one",
      value: ratio,
      unit: "",
      target: "≥ 0.9",
      met: ratio >= 0.9,
    },
    { figure: "recovery with a million waiting", value: openMs, unit: "ms", target: "≤ 100 ms", met: openMs <= 100 },
    { figure: "recovery: memory", value: openMb, unit: "MB", target: "≤ 15 MB", met: openMb <= 15 },
    { figure: "peer: SQLite opens a million", value: median(peers, "openMs"), unit: "ms" },
  ];
}

/** Counted on a device of its own: an ext4 in a file, mounted for this. Needs root. */
async function deviceBytes(home: string): Promise<Row[]> {
  const image = join(home, "disk.img");
  const mount = join(home, "disk");
  mkdirSync(mount);
  execFileSync("truncate", ["-s", "512M", image]);
  execFileSync("/sbin/mkfs.ext4", ["-q", image]);
  execFileSync("mount", ["-o", "loop", image, mount]);
  try {
    const device = execFileSync("findmnt", ["-no", "SOURCE", mount], { encoding: "utf8" })
      .trim()
      .split("/")
      .at(-1) as string;
    const ratioOf = (one: Run) => {
      execFileSync("sync");
      const before = writtenTo(device);
      const { count } = run(mkdtempSync(join(mount, "run-")), one);
      execFileSync("sync");
      return (writtenTo(device) - before) / (count * recordBytes);
    };
    const row = (figure: string, value: number, most?: number): Row =>
      most === undefined
        ? { figure, value, unit: "×" }
        : { figure, value, unit: "×", target: `≤ ${most}`, met: value <= most };
    return [
      row("device bytes to record bytes, batch 1", ratioOf({ store: "lilong", total: 4000 })),
      row("device bytes to record bytes, batch 20", ratioOf({ store: "lilong", total: 60_000, batch: 20 }), 2.5),
      row("device bytes to record bytes, batch 100", ratioOf({ store: "lilong", total: 100_000, batch: 100 }), 1.5),
      row(
        "append, drain and acknowledge, batch 100",
        ratioOf({ store: "lilong", total: 100_000, batch: 100, drain: true }),
        3.5,
      ),
      row("peer: SQLite, batch 20", ratioOf({ store: "sqlite", total: 60_000, batch: 20 })),
      row("peer: SQLite, batch 100", ratioOf({ store: "sqlite", total: 100_000, batch: 100 })),
      row("peer: append + fdatasync, batch 20", ratioOf({ store: "append", total: 60_000, batch: 20 })),
    ];
  } finally {
    execFileSync("umount", [mount]);
  }
}

/** [Linux iostats] field 7 of a device is sectors written, of 512 bytes. */
function writtenTo(device: string): number {
  const line = readFileSync("/proc/diskstats", "utf8")
    .split("\n")
    .find((text) => text.trim().split(/\s+/)[2] === device);
  return Number(line?.trim().split(/\s+/)[9]) * 512;
}
