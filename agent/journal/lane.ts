/** One lane of the journal: group-committed appends, what the hub has, and the gaps it must be told of. */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Gap, GapReason } from "../../core/gap.ts";
import type { Epoch } from "../../core/id.ts";
import { addRange, countOf, coverOf, missingIn, type OffsetRanges } from "../../core/offset-ranges.ts";
import { faultsTo, type Report } from "./report.ts";
import { type LaneHead, type Segment, type SegmentAdapter, segmentAdapter } from "./segment-adapter.ts";
import { badName } from "./set-aside.ts";
import { stateFile } from "./state-file.ts";

export type LaneSettings = {
  segmentBytes: number;
  budgetBytes: number /** how long a group may gather, ms */;
  commitEveryMs: number;
};

export type LaneOptions = LaneSettings & {
  folder: string;
  /** A random epoch, used when the folder holds no journal yet. */
  freshEpoch: Epoch;
  /** The series counts of records that are about to be given up. */
  describe(records: readonly Uint8Array[]): Gap["series"];
  report: Report;
};

/** Records `[from, to)` that will never be sent, and why. */
export type LaneGap = { from: number; to: number; why: GapReason; series: Gap["series"] };

export type Lane = {
  epoch: Epoch;
  /** The offset the next record gets; everything below is durable. */
  next(): number;
  have(): OffsetRanges;
  gaps(): readonly LaneGap[];
  /** How many records the hub has not acknowledged. */
  waiting(): number;
  /** Resolves with the first record's offset once all are on the disk. Rejects with `DISK_FAILED`; then none counts. */
  append(records: readonly Uint8Array[]): Promise<number>;
  /** Committed records of `[from, to)` that are still held. */
  records(from: number, to: number): Promise<Uint8Array[]>;
  first(): number;
  /** What the hub says it has; it may have grown or, after a restored backup, shrunk. */
  acknowledge(have: OffsetRanges): void;
  /** Gives up a record the hub keeps refusing: its bytes are kept in a file aside, and the hub is sent a gap. */
  quarantine(offset: number): Promise<void>;
  /** Called after each commit with the new `next`. */
  onCommit(listener: (next: number) => void): void;
  close(): Promise<void>;
};

type LaneState = { epoch: Epoch; have: OffsetRanges; gaps: LaneGap[] };
type Waiting = { records: readonly Uint8Array[]; done: (offset: number) => void; failed: (fault: Fault) => void };

/** Acknowledged segments kept for a hub that restores a backup. */
const keptSegments = 4;
/** A group this large is committed at once. */
const groupAppends = 256;
/** How long an acknowledgement may stay in memory only: losing it costs a re-send, no record. */
const saveStateMs = 1000;

export async function openLane(options: LaneOptions): Promise<Lane> {
  await mkdir(options.folder, { recursive: true });
  const state = new Low<LaneState>(
    stateFile(join(options.folder, "state.json"), options.report),
    blank(options.freshEpoch),
  );
  await state.read();
  const adapter = segmentAdapter({ ...options, release });
  const head = new Low<LaneHead>(adapter, { epoch: options.freshEpoch, next: 0, fresh: [] });
  await head.read();
  if (state.data.epoch !== head.data.epoch) state.data = blank(head.data.epoch);
  await noteDamage(state, adapter);

  const listeners: ((next: number) => void)[] = [];
  let queue: Waiting[] = [];
  let committing: Promise<void> | null = null;
  let hurry: () => void = () => undefined;
  let closing = false;
  let saving: NodeJS.Timeout | null = null;

  const tellDisk = faultsTo(options.report);

  async function release(segment: Segment, pressed: boolean): Promise<boolean> {
    const isDone = coverOf(state.data.have, segment.base, segment.end) === "all";
    if (isDone && !pressed && adapter.first() + keptSegments * spanOf(segment) > head.data.next) return false;
    if (!isDone && !pressed) return false;
    if (!isDone) await giveUp(segment.base, segment.end, "evicted");
    await state.write();
    return true;
  }

  async function giveUp(from: number, to: number, why: GapReason): Promise<void> {
    for (const [start, end] of missingIn(knownGaps(state.data), from, to)) {
      const series = options.describe(await adapter.records(start, end));
      state.data.gaps.push({ from: start, to: end, why, series });
    }
    await state.write();
  }

  function append(records: readonly Uint8Array[]): Promise<number> {
    return new Promise((done, failed) => {
      queue.push({ records, done, failed });
      if (queue.length >= groupAppends) hurry();
      committing ??= gather().finally(() => {
        committing = null;
      });
    });
  }

  /** Commits in groups until nothing waits. */
  async function gather(): Promise<void> {
    if (options.commitEveryMs > 0 && !closing) await pause(options.commitEveryMs);
    else await Promise.resolve(); // what is appended in the same turn shares the write
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      await commit(group);
    }
  }

  /** Lets a group gather; a full group or the end cuts it short. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    let offset = head.data.next;
    try {
      head.data.fresh = group.flatMap((waiting) => waiting.records);
      await head.write();
    } catch (cause) {
      head.data.fresh = [];
      const fault =
        cause instanceof Fault
          ? cause
          : new Fault("DISK_FAILED", `${options.folder} (${(cause as Error).message})`, { cause });
      for (const waiting of group) waiting.failed(fault);
      return;
    }
    for (const { records, done } of group) {
      done(offset);
      offset += records.length;
    }
    for (const listener of listeners) listener(head.data.next);
  }

  function acknowledge(have: OffsetRanges): void {
    state.data.have = have;
    state.data.gaps = state.data.gaps.filter((gap) => coverOf(have, gap.from, gap.to) !== "all");
    saving ??= setTimeout(() => {
      saving = null;
      state.write().catch(tellDisk);
    }, saveStateMs);
  }

  async function quarantine(offset: number): Promise<void> {
    const [record] = await adapter.records(offset, offset + 1);
    const path = badName(join(options.folder, `record-${offset}`));
    if (record !== undefined) await appendFile(path, record);
    options.report({ code: "BATCH_QUARANTINED", detail: `record ${offset} is kept in ${path}` });
    await giveUp(offset, offset + 1, "quarantined");
  }

  return {
    epoch: head.data.epoch,
    next: () => head.data.next,
    have: () => state.data.have,
    gaps: () => state.data.gaps,
    waiting: () => head.data.next - countOf(state.data.have),
    append,
    records: (from, to) => adapter.records(from, Math.min(to, head.data.next)),
    first: adapter.first,
    acknowledge,
    quarantine,
    onCommit: (listener) => void listeners.push(listener),
    async close() {
      closing = true;
      hurry();
      await committing;
      if (saving !== null) clearTimeout(saving);
      // Losing this costs a re-send, no record.
      await state.write().catch(tellDisk);
      await adapter.close();
    },
  };
}

function blank(epoch: Epoch): LaneState {
  return { epoch, have: [], gaps: [] };
}

function spanOf(segment: Segment): number {
  return segment.end - segment.base;
}

/** What was acknowledged or given up already. */
function knownGaps(state: LaneState): OffsetRanges {
  return state.gaps.reduce<OffsetRanges>((known, gap) => addRange(known, gap.from, gap.to), state.have);
}

/** Ranges that cannot be read any more become gaps, once. */
async function noteDamage(state: Low<LaneState>, adapter: SegmentAdapter): Promise<void> {
  for (const [from, to] of adapter.damaged())
    for (const [start, end] of missingIn(knownGaps(state.data), from, to))
      state.data.gaps.push({ from: start, to: end, why: "damaged", series: [] });
  await state.write();
}
