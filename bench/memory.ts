/** The agent's memory with an empty journal and with a million records waiting, the hub away; as it is installed, from dist/. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { laneSettings, openJournal } from "../agent/journal/journal.ts";
import { encodeReading, type Stamped } from "../agent/journal/records.ts";
import type { Reading } from "../core/reading.ts";
import { machine } from "./machine.ts";
import { percentile, type Table } from "./table.ts";

const root = join(import.meta.dirname, "..");
const waiting = 1_000_000;
const runs = 3;
const settleMs = 6000;

export async function memory(): Promise<Table> {
  execFileSync(process.execPath, [join(root, "build.ts")], { stdio: "ignore" });
  const home = mkdtempSync(join(root, "data-bench-"));
  try {
    const settings = writeSettings(home);
    await fill(join(home, "full"));
    const [empty, full, bare]: [number[], number[], number[]] = [[], [], []];
    for (let turn = 0; turn < runs; turn++) {
      empty.push(
        await residentMb([
          "dist/lilong-agent.js",
          "--settings",
          settings,
          "--data",
          join(home, "empty"),
          "--log",
          "fatal",
        ]),
      );
      full.push(
        await residentMb([
          "dist/lilong-agent.js",
          "--settings",
          settings,
          "--data",
          join(home, "full"),
          "--log",
          "fatal",
        ]),
      );
      bare.push(await residentMb(["-e", "setInterval(() => {}, 1000)"]));
    }
    return report(percentile(empty, 0.5), percentile(full, 0.5), percentile(bare, 0.5));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function report(empty: number, full: number, bare: number): Table {
  const apart = full - empty;
  const rows = [
    { figure: "resident, nothing waiting", value: empty, unit: "MB", target: "≤ 80 MB", met: empty <= 80 },
    { figure: "resident, a million waiting", value: full, unit: "MB", target: "≤ 80 MB", met: full <= 80 },
    { figure: "a million waiting costs", value: apart, unit: "MB", target: "± 5 MB", met: Math.abs(apart) <= 5 },
    { figure: "peer: bare Node", value: bare, unit: "MB" },
    { figure: "ratio: a million waiting to bare Node", value: full / bare, unit: "" },
  ];
  return { title: `the agent with eight sensors, ${settleMs / 1000} s after its start`, machine: machine(), rows };
}

/** The neighbourhood's gateway, with nobody at the other end of any line. */
function writeSettings(home: string): string {
  const path = join(home, "gateway.json");
  const document = JSON.parse(readFileSync(join(root, "hardware/virtual/gateway.json"), "utf8"));
  document.hub.url = "mqtt://127.0.0.1:9";
  writeFileSync(path, JSON.stringify(document));
  return path;
}

async function fill(folder: string): Promise<void> {
  const room = { dataBytes: 536_870_912, alertBytes: 67_108_864, commitEveryMs: 0, dataDays: 30, alertDays: 365 };
  const journal = await openJournal(folder, laneSettings(room), () => undefined);
  for (let from = 0; from < waiting; from += 1000)
    await journal.data.append(Array.from({ length: 1000 }, (_, i) => encodeReading(readingOf(from + i))));
  if (journal.data.waiting() !== waiting) throw new Error(`only ${journal.data.waiting()} records wait`);
  await journal.close();
}

function readingOf(n: number): Stamped<Reading> {
  const ids = { device: "water-1", point: "level" } as Pick<Reading, "device" | "point">;
  return { ...ids, at: 1_790_000_000_000 + n * 100, value: (n % 77) / 100, quality: 0, boot: 1, mono: n };
}

/** [Linux proc_pid_smaps(5)] Rss of the process once it has settled. */
async function residentMb(args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
  const ended = once(child, "exit");
  try {
    await new Promise((done) => setTimeout(done, settleMs));
    const text = readFileSync(`/proc/${child.pid}/smaps_rollup`, "utf8");
    return Number(/^Rss:\s+(\d+) kB/m.exec(text)?.[1]) / 1000;
  } finally {
    child.kill();
    await ended;
  }
}
