/** Opens the journal on the disk as it may be after a power cut at any moment of its life, and holds it to its promises. */
import { createHash } from "node:crypto";
import { type Journal, openLanes } from "../../../agent/journal/journal.ts";
import type { Lane } from "../../../agent/journal/lane.ts";
import { decodeReading, encodeReading } from "../../../agent/journal/records.ts";
import { coverOf, mergeRanges, type OffsetRanges } from "../../../core/offset-ranges.ts";
import { quality } from "../../../core/quality.ts";
import { type Cut, cutPower, cuts, type Random } from "./power-cut.ts";
import { type DiskState, recordingDisk } from "./recording-disk.ts";
import { home, type Kept, type LaneName, type Life, laneNames, live, settings, waitingOf } from "./scenario.ts";

export type CrashScore = {
  tried: number;
  /** Disks that differ from every other one tried. */
  distinct: number;
  /** Records that were acknowledged and are neither readable, nor the hub's, nor in a gap. */
  lost: number;
  /** Records nobody appended, twice, at an offset that is nothing, or called damaged though all that was cut is the power. */
  wrong: number;
  /** How many disks of each kind of cut. */
  kinds: Record<string, number>;
  /** What was met on them, so that a score says what it is worth. */
  met: { evicted: number; summaries: number; quarantined: number };
};

export type CrashOptions = {
  seed: number;
  /** How many distinct disks to try at least. */
  points: number;
  /** False: a disk that says that it synced and did not; the score must then show losses. */
  honest?: boolean;
};

type Point = { run: number; step: number; cut: Cut };

export async function tryCrashPoints({ seed, points, honest = true }: CrashOptions): Promise<CrashScore> {
  const random = randomOf(seed);
  const score: CrashScore = {
    tried: 0,
    distinct: 0,
    lost: 0,
    wrong: 0,
    kinds: {},
    met: { evicted: 0, summaries: 0, quarantined: 0 },
  };
  const seen = new Set<string>();
  while (score.distinct < points) {
    const life = await live(random, honest);
    for (const point of pointsOf(life, random)) {
      if (score.distinct >= points) break;
      const run = life.runs[point.run] as Life["runs"][number];
      const disk = cutPower(run.start, run.steps, point.step, point.cut, random);
      const name = nameOf(disk);
      score.tried++;
      if (seen.has(name)) continue;
      seen.add(name);
      score.distinct++;
      score.kinds[point.cut] = (score.kinds[point.cut] ?? 0) + 1;
      await judge(life, point, disk, score);
    }
  }
  return score;
}

/** Every step of every run with every cut, shuffled. */
function pointsOf({ runs }: Life, random: Random): Point[] {
  const points = runs.flatMap(({ steps }, run) =>
    Array.from({ length: steps.length + 1 }, (_, step) => cuts.map((cut) => ({ run, step, cut }))).flat(),
  );
  return points
    .map((point) => ({ point, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ point }) => point);
}

async function judge(life: Life, point: Point, state: DiskState, score: CrashScore): Promise<void> {
  const recording = recordingDisk(state);
  const journal = await openLanes(home, settings, () => undefined, recording.disk);
  for (const name of laneNames) await judgeLane(life, point, name, journal[name], score);
  const added = await addOne(journal);
  await journal.close();
  const again = await openLanes(home, settings, () => undefined, recordingDisk(recording.state).disk);
  for (const { lane, offset, bytes } of added) {
    const [found] = await again[lane].records(offset, offset + 1);
    if (found === undefined || !bytes.equals(found)) score.lost++;
  }
  await again.close();
}

async function judgeLane(life: Life, point: Point, name: LaneName, lane: Lane, score: CrashScore): Promise<void> {
  const { kept, have } = promised(life, point, name);
  await lane.acknowledge(have);
  const found = await readWaiting(lane, score);
  const settled = mergeRanges([...lane.have(), ...lane.gaps().map(({ from, to }) => [from, to] as const)]);
  for (const { offset, bytes } of kept) {
    const isSettled = coverOf(settled, offset, offset + 1) === "all";
    if (!isSettled && !bytes.equals(found.get(offset) ?? Buffer.alloc(0))) score.lost++;
  }
  for (const { from, to, why } of lane.gaps()) {
    if (why !== "damaged") score.met[why]++;
    else score.wrong += kept.filter(({ offset }) => from <= offset && offset < to).length;
  }
  const texts = [...found.values()].map((bytes) => bytes.toString("latin1"));
  score.wrong += texts.length - new Set(texts).size;
  for (const bytes of found.values()) {
    if (!life.everAppended.has(bytes.toString("latin1"))) score.met.summaries++;
    if (!wasAppended(life, name, bytes)) score.wrong++;
  }
}

/** What had been promised when the power went. */
function promised({ runs }: Life, { run, step }: Point, name: LaneName): { kept: Kept[]; have: OffsetRanges } {
  const before = runs.slice(0, run);
  const during = runs[run] as Life["runs"][number];
  const own = ({ lane }: { lane: LaneName }) => lane === name;
  const kept = [...before.flatMap((past) => past.kept), ...during.kept.filter((entry) => entry.step <= step)];
  const heard = [...before.flatMap((past) => past.heard), ...during.heard.filter((entry) => entry.step <= step)];
  return { kept: kept.filter(own), have: heard.filter(own).at(-1)?.have ?? [] };
}

/** Reading may find damage, which becomes a gap: then what waits is asked for again. */
async function readWaiting(lane: Lane, score: CrashScore): Promise<Map<number, Buffer>> {
  for (let turn = 0; turn < 10; turn++) {
    const found = new Map<number, Buffer>();
    let isWhole = true;
    for (const [from, to] of waitingOf(lane)) {
      const records = await lane.records(from, to);
      if (records.length !== to - from) isWhole = false;
      for (const [i, bytes] of records.entries()) found.set(from + i, Buffer.from(bytes));
    }
    if (isWhole) return found;
  }
  score.wrong++;
  return new Map();
}

function wasAppended({ everAppended }: Life, name: LaneName, bytes: Buffer): boolean {
  if (everAppended.has(bytes.toString("latin1"))) return true;
  if (name === "alert") return false;
  const reading = decodeReading(bytes);
  const original = encodeReading({ ...reading, quality: reading.quality & ~quality.summary });
  return everAppended.has(Buffer.from(original).toString("latin1"));
}

async function addOne(journal: Journal): Promise<Omit<Kept, "step">[]> {
  const added: Omit<Kept, "step">[] = [];
  for (const lane of laneNames) {
    const bytes = Buffer.from(`after the cut, ${lane}`);
    added.push({ lane, bytes, offset: await journal[lane].append([bytes]) });
  }
  return added;
}

/** Two disks with the same name hold the same. */
function nameOf({ names, files }: DiskState): string {
  const hash = createHash("sha1");
  for (const path of [...names.keys()].sort()) {
    const bytes = files.get(names.get(path) as number) ?? Buffer.alloc(0);
    hash.update(`${path} ${bytes.length} `).update(bytes);
  }
  return hash.digest("hex");
}

/** Mulberry32: small, seeded, good enough to choose moments. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
