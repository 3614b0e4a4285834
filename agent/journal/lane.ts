/** One lane of the journal: group-committed appends, what the hub has, and the gaps it must be told of. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Gap, GapReason } from "../../core/gap.ts";
import type { Epoch } from "../../core/id.ts";
import { addRange, countOf, coverOf, missingIn, type OffsetRanges } from "../../core/offset-ranges.ts";
import { makeFolder } from "./make-folder.ts";
import { faultsTo, type Report } from "./report.ts";
import { type LaneHead, type Segment, segmentAdapter } from "./segment-adapter.ts";
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
  /**
   * Resolves with the first record's offset once all are on the disk. Rejects with `DISK_FAILED`, or with
   * `BATCH_TOO_LARGE` for a record larger than a segment; a single record then does not count.
   */
  append(records: readonly Uint8Array[]): Promise<number>;
  /** Committed records of `[from, to)` that are still held. */
  records(from: number, to: number): Promise<Uint8Array[]>;
  first(): number;
  /**
   * What the hub says it has; it may have grown or, after a restored backup, shrunk. Offsets it has and this journal never
   * gave were lost here: they are not given again, and records that got one of them get another.
   */
  acknowledge(have: OffsetRanges): Promise<void>;
  /** Stops telling a gap that the hub refuses; it is reported. */
  forgetGap(from: number): void;
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
  makeFolder(options.folder);
  const state = new Low<LaneState>(
    stateFile(join(options.folder, "state.json"), options.report),
    blank(options.freshEpoch),
  );
  await state.read();
  const adapter = segmentAdapter({ ...options, release });
  const head = new Low<LaneHead>(adapter, { epoch: options.freshEpoch, next: 0, fresh: [] });
  await head.read();
  if (state.data.epoch !== head.data.epoch) state.data = blank(head.data.epoch);
  await adapter.skipTo(head.data, endOf(state.data));
  const firstOfRun = head.data.next;
  /** Gaps the hub refuses to hear of. */
  let untold: OffsetRanges = [];
  await noteHoles();

  const listeners: ((next: number) => void)[] = [];
  let queue: Waiting[] = [];
  let committing: Promise<void> | null = null;
  let hurry: () => void = () => undefined;
  let closing = false;
  let isHeard = false;
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
    for (const [start, end] of missingIn(settled(), from, to)) {
      const series = options.describe(await adapter.records(start, end));
      state.data.gaps.push({ from: start, to: end, why, series });
    }
    await state.write();
  }

  function append(records: readonly Uint8Array[]): Promise<number> {
    const largest = Math.max(0, ...records.map(({ length }) => length));
    if (largest > options.segmentBytes / 2)
      return Promise.reject(new Fault("BATCH_TOO_LARGE", `a record of ${largest} bytes does not fit a segment`));
    return new Promise((done, failed) => {
      queue.push({ records, done, failed });
      if (queue.length >= groupAppends) hurry();
      start();
    });
  }

  function start(): void {
    if (committing === null) void exclusively(gather);
  }

  /** One at a time writes segments; what was appended meanwhile follows. */
  function exclusively(work: () => Promise<void>): Promise<void> {
    committing = work().finally(() => {
      committing = null;
      if (queue.length > 0) start();
    });
    return committing;
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
    const fault = await write(group.flatMap((waiting) => waiting.records));
    for (const { records, done, failed } of group) {
      const isWritten = offset + records.length <= head.data.next;
      if (isWritten) done(offset);
      else failed(fault ?? new Fault("DISK_FAILED", options.folder));
      offset += records.length;
    }
    for (const listener of listeners) listener(head.data.next);
  }

  /** Null when all is on the disk; what was written before a failure stays written. */
  async function write(records: Uint8Array[]): Promise<Fault | null> {
    try {
      head.data.fresh = records;
      await head.write();
      return null;
    } catch (cause) {
      head.data.fresh = [];
      if (cause instanceof Fault) return cause;
      return new Fault("DISK_FAILED", `${options.folder} (${(cause as Error).message})`, { cause });
    }
  }

  async function acknowledge(have: OffsetRanges): Promise<void> {
    const unknown = have.at(-1)?.[1] ?? 0;
    state.data.have = have;
    state.data.gaps = state.data.gaps.filter((gap) => coverOf(have, gap.from, gap.to) !== "all");
    if (!isHeard && unknown > firstOfRun) await giveOthers(unknown);
    isHeard = true;
    noteLost(0, adapter.first(), "evicted");
    saving ??= setTimeout(() => {
      saving = null;
      state.write().catch(tellDisk);
    }, saveStateMs);
  }

  /** The hub knows offsets from before this run that the journal lost: what was given one of them since is appended anew. */
  async function giveOthers(unknown: number): Promise<void> {
    while (committing !== null) await committing;
    let collided: Uint8Array[] = [];
    await exclusively(async () => {
      collided = await adapter.records(firstOfRun, Math.min(unknown, head.data.next));
      await adapter.skipTo(head.data, unknown);
    });
    options.report({
      code: "JOURNAL_DAMAGED",
      detail: `the hub has records up to ${unknown}, the journal only to ${firstOfRun}`,
    });
    if (collided.length > 0) await append(collided);
  }

  /** What was acknowledged or given up already. */
  function settled(): OffsetRanges {
    const given = [...state.data.gaps.map(({ from, to }) => [from, to] as const), ...untold];
    return given.reduce<OffsetRanges>((known, [from, to]) => addRange(known, from, to), state.data.have);
  }

  /** Every offset is held, acknowledged or in a gap: what is none of these is lost, and the hub is told. */
  function noteLost(from: number, to: number, why: GapReason): void {
    for (const [start, end] of missingIn(settled(), from, to))
      state.data.gaps.push({ from: start, to: end, why, series: [] });
  }

  async function noteHoles(): Promise<void> {
    for (const [from, to] of adapter.holes()) noteLost(from, to, "damaged");
    await state.write();
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
    forgetGap(from) {
      const gap = state.data.gaps.find((candidate) => candidate.from <= from && from < candidate.to);
      if (gap === undefined) return;
      untold = addRange(untold, gap.from, gap.to);
      state.data.gaps = state.data.gaps.filter((other) => other !== gap);
      options.report({ code: "BATCH_QUARANTINED", detail: `the hub refuses the gap at ${from}; its ledger lacks it` });
    },
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

/** The offset after the last that is acknowledged or given up. */
function endOf({ have, gaps }: LaneState): number {
  return Math.max(have.at(-1)?.[1] ?? 0, ...gaps.map(({ to }) => to));
}
