/** A seeded life of a journal on a recording disk: appends, deliveries, evictions, thinning, quarantines, restarts. */

import { type Journal, type JournalSettings, openLanes } from "../../../agent/journal/journal.ts";
import type { Lane } from "../../../agent/journal/lane.ts";
import { encodeEvent, encodeReading, type Stamped } from "../../../agent/journal/records.ts";
import type { AlertEvent } from "../../../core/alert-event.ts";
import { addRange, countOf, missingIn, type OffsetRanges } from "../../../core/offset-ranges.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Random } from "./power-cut.ts";
import { copyOf, type DiskState, emptyState, recordingDisk, type Step } from "./recording-disk.ts";

export const home = "/gateway";
export const laneNames = ["data", "alert"] as const;
export type LaneName = (typeof laneNames)[number];

const lane = { segmentBytes: 8192, commitEveryMs: 0 };
export const settings: JournalSettings = {
  data: { ...lane, budgetBytes: 6 * 8192 },
  alert: { ...lane, budgetBytes: 5 * 8192 },
};

/** A record whose append was acknowledged after `step` steps of the run. */
export type Kept = { lane: LaneName; offset: number; bytes: Buffer; step: number };

/** What the hub had of a lane from `step` on. */
export type Heard = { lane: LaneName; have: OffsetRanges; step: number };

/** One start of the process: the disk before, what was done to it, and what was promised meanwhile. */
export type Run = { start: DiskState; steps: Step[]; kept: Kept[]; heard: Heard[] };

export type Life = { runs: Run[]; everAppended: Set<string> };

const runsInLife = 4;
const turnsInRun = 45;

/** Lives one life; `honest: false` puts it on a disk that does not sync. */
export async function live(random: Random, honest: boolean): Promise<Life> {
  const life: Life = { runs: [], everAppended: new Set() };
  const hub = { data: [] as OffsetRanges, alert: [] as OffsetRanges };
  let disk = emptyState();
  for (let i = 0; i < runsInLife; i++) {
    const run: Run = { start: copyOf(disk), steps: [], kept: [], heard: [] };
    const recording = recordingDisk(disk, { honest });
    run.steps = recording.steps;
    const journal = await openLanes(home, settings, () => undefined, recording.disk);
    for (const name of laneNames) await tell(journal[name], name, hub, run);
    const isOnline = random() < 0.5;
    for (let turn = 0; turn < turnsInRun; turn++) await takeTurn(journal, hub, run, life, random, isOnline);
    if (random() < 0.5) await journal.close();
    run.steps = recording.steps.slice();
    disk = copyOf(recording.state);
    life.runs.push(run);
  }
  return life;
}

type Hub = Record<LaneName, OffsetRanges>;

async function takeTurn(
  journal: Journal,
  hub: Hub,
  run: Run,
  life: Life,
  random: Random,
  isOnline: boolean,
): Promise<void> {
  const luck = isOnline ? random() : 0;
  const name: LaneName = random() < 0.75 ? "data" : "alert";
  if (luck < 0.6) return appendSome(journal, name, run, life, random);
  if (luck < 0.9) return deliver(journal[name], name, hub, run, random);
  if (luck < 0.95) return quarantineOne(journal[name]);
  hub[name] = hub[name].slice(0, Math.floor(random() * (hub[name].length + 1)));
  await tell(journal[name], name, hub, run);
}

async function appendSome(journal: Journal, name: LaneName, run: Run, life: Life, random: Random): Promise<void> {
  const count = 1 + Math.floor(random() * 60);
  const records = Array.from({ length: count }, () => record(name, life));
  await Promise.all(
    records.map(async (bytes) => {
      const offset = await journal[name].append([bytes]);
      run.kept.push({ lane: name, offset, bytes, step: run.steps.length });
    }),
  );
}

/** No two are alike. */
function record(name: LaneName, { everAppended }: Life): Buffer {
  const bytes = make(name, everAppended.size);
  everAppended.add(bytes.toString("latin1"));
  return bytes;
}

function make(name: LaneName, n: number): Buffer {
  const device = `${"pump-room-of-the-west-gate-".repeat(2)}${n % 3}`;
  const at = 1_790_000_000_000 + n * 5000;
  const stamp = { at, quality: 0, boot: 1, mono: n };
  if (name === "data")
    return Buffer.from(encodeReading({ ...stamp, device, point: "level", value: n } as unknown as Stamped<Reading>));
  const event = {
    ...stamp,
    kind: "raised",
    alert: `a-${n}`,
    ticket: `t-${n}`,
    device,
    rule: "r",
    point: "level",
    severity: 2,
    value: n,
  };
  return Buffer.from(encodeEvent(event as unknown as Stamped<AlertEvent>));
}

/** Sends some of what waits, or a gap; its acknowledgement may come later, or never. */
async function deliver(from: Lane, name: LaneName, hub: Hub, run: Run, random: Random): Promise<void> {
  for (let batch = 0; batch < 4; batch++) {
    const gap = from.gaps()[0];
    const [waiting] = waitingOf(from);
    if (waiting !== undefined) {
      const [start, end] = [waiting[0], Math.min(waiting[1], waiting[0] + 100)];
      if ((await from.records(start, end)).length === end - start) hub[name] = addRange(hub[name], start, end);
    } else if (gap !== undefined) hub[name] = addRange(hub[name], gap.from, gap.to);
    run.heard.push({ lane: name, have: hub[name], step: run.steps.length });
    if (random() < 0.7) await from.acknowledge(hub[name]);
  }
}

async function quarantineOne(from: Lane): Promise<void> {
  const [waiting] = waitingOf(from);
  if (waiting !== undefined) await from.quarantine(waiting[0]);
}

async function tell(to: Lane, name: LaneName, hub: Hub, run: Run): Promise<void> {
  run.heard.push({ lane: name, have: hub[name], step: run.steps.length });
  await to.acknowledge(hub[name]);
}

/** What a lane would send: what is neither the hub's nor in a gap. */
export function waitingOf(from: Lane): OffsetRanges {
  const settled = from.gaps().reduce<OffsetRanges>((known, gap) => addRange(known, gap.from, gap.to), from.have());
  const waiting = missingIn(settled, 0, from.next());
  if (countOf(waiting) !== from.waiting()) throw new Error("the lane's own count differs from its ranges");
  return waiting;
}
