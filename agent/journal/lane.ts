/** One lane of the journal: group-committed appends, what the hub has, and the gaps it must be told of. */
import { join } from "node:path";
import { Low } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { GapReason, GapRow } from "../../core/gap.ts";
import type { Epoch } from "../../core/id.ts";
import { mergeRanges, type OffsetRanges } from "../../core/offset-ranges.ts";
import type { LaneGap } from "./account.ts";
import * as book from "./account.ts";
import { commitQueue } from "./commit-queue.ts";
import { codeOf, nodeDisk } from "./disk.ts";
import type { LaneOptions } from "./lane-options.ts";
import { laneState } from "./lane-state.ts";
import { type LaneHead, type Segment, segmentAdapter } from "./segment-adapter.ts";
import { badName, copyAside } from "./set-aside.ts";

export type { LaneGap } from "./account.ts";
export type { LaneContent, LaneOptions, LaneSettings } from "./lane-options.ts";

export type Lane = {
  epoch: Epoch;
  /** The offset the next record gets; everything below is durable, or in a gap. */
  next(): number;
  /** What needs no sending: the hub has it, or refuses to hear of its loss. */
  have(): OffsetRanges;
  /** What the hub must still be told of as lost. */
  gaps(): readonly LaneGap[];
  /** How many records wait for the hub; gaps do not count. */
  waiting(): number;
  /** Event time of the oldest record that waits, to the segment; null when none does or it cannot be told. */
  oldest(): number | null;
  /**
   * Resolves with the first record's offset once all are on the disk. Rejects with `DISK_FAILED`, or with
   * `BATCH_TOO_LARGE` for a record larger than a segment; a single record then does not count.
   */
  append(records: readonly Uint8Array[]): Promise<number>;
  /** These records will never be written: once the disk takes something again they are a gap, exact to the reading. */
  lose(records: readonly Uint8Array[]): void;
  /**
   * Committed records of `[from, to)` that are still held. Fewer than asked when some cannot be read: they are a gap from
   * then on. Rejects with `DISK_FAILED` when the disk does not answer at all.
   */
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
  /** Gives the oldest segment's space back to the disk, its records to a gap; false when there is none. */
  giveWay(): Promise<boolean>;
  /** Called after each commit with the new `next`. */
  onCommit(listener: (next: number) => void): void;
  close(): Promise<void>;
};

/** Acknowledged segments are kept for a hub that restores a backup: so many at least, and up to this share of the budget. */
const leastKept = 4;
const keptShare = 0.5;
/** How long an acknowledgement may stay in memory only: losing it costs a re-send, no record. */
const saveStateMs = 1000;

export async function openLane(options: LaneOptions): Promise<Lane> {
  const { disk = nodeDisk, folder, report, describe, keepMs, budgetBytes, segmentBytes } = options;
  const keptSegments = Math.max(leastKept, Math.floor((keptShare * budgetBytes) / segmentBytes));
  const stampOf = options.stamp ?? (() => null);
  disk.makeFolder(folder);
  const state = laneState(join(folder, "state.json"), report, options.stateDisk ?? disk);
  const adapter = segmentAdapter({
    ...options,
    disk,
    knownEpoch: state.epoch,
    timeOf: (record) => stampOf(record)?.at ?? null,
    release,
    makeRoom: options.makeRoom ?? (async () => false),
    onUnreadable,
  });
  const head = new Low<LaneHead>(adapter, { epoch: options.freshEpoch, next: 0, fresh: [] });
  await head.read();
  await state.epoch();
  const kept = state.kept(head.data.epoch);
  let account = book.openAccount(kept, adapter.held(), head.data.next);
  head.data.next = account.next;
  const firstOfRun = account.next;
  await tellDamage();
  await saveCalmly();

  const queue = commitQueue({ everyMs: options.commitEveryMs, next: () => account.next, write });
  const listeners: ((next: number) => void)[] = [];
  /** What thinning kept, to be appended anew; and records that were lost before they had an offset. */
  let summaries: Uint8Array[] = [];
  let losses: { count: number; series: GapRow[] } = { count: 0, series: [] };
  let newestAt = -Infinity;
  let isHeard = false;
  let saving: NodeJS.Timeout | null = null;

  function save(): Promise<void> {
    return state.save(head.data.epoch, account);
  }

  function saveCalmly(): Promise<void> {
    return state.saveCalmly(head.data.epoch, account);
  }

  function saveSoon(): void {
    saving ??= setTimeout(() => {
      saving = null;
      void saveCalmly();
    }, saveStateMs);
  }

  async function release({ base, end }: Segment, pressed: boolean): Promise<boolean> {
    noteWritten();
    const isDone = book.waitingIn(account, base, end).length === 0;
    const isNear = adapter.first() + keptSegments * (end - base) > head.data.next;
    if (!pressed && (isDone ? isNear : !(await isAged(base, end)))) return false;
    if (!isDone) await giveUp(base, end, "evicted");
    account = book.dropped(account, [[base, end]], "evicted");
    await save();
    return true;
  }

  /** By the records' own times: a wrong wall clock must not make everything old at once. */
  async function isAged(from: number, to: number): Promise<boolean> {
    if (keepMs === undefined || (adapter.timeNear(from) ?? Infinity) >= newestAt - keepMs) return false;
    const times = (await adapter.records(from, to)).map((record) => stampOf(record)?.at ?? 0);
    return times.every((at) => at < newestAt - keepMs);
  }

  /** Each part that waits becomes a gap of its own; what changes while it is read is looked at again. */
  async function giveUp(from: number, to: number, why: GapReason): Promise<void> {
    for (;;) {
      const [part] = book.waitingIn(account, from, to);
      if (part === undefined) return;
      const records = await adapter.records(...part);
      const [same] = book.waitingIn(account, from, to);
      if (same?.[0] !== part[0] || same[1] !== part[1]) continue;
      account = book.withGap(account, { from: part[0], to: part[1], why, series: describe(records) });
      if (why === "evicted") summaries.push(...(options.thin?.(records) ?? []));
    }
  }

  /** What was found lost at the start: a copy is kept of the segment it was in, if that is still there. */
  async function tellDamage(): Promise<void> {
    const found = account.gaps.filter((gap) => gap.why === "damaged" && !kept.gaps.includes(gap));
    if (found.length === 0) return;
    const why = `records ${rangesOf(found.map(({ from, to }) => [from, to]))} cannot be read`;
    const path = adapter.pathOf(found.at(-1)?.from ?? 0);
    if (path === null) report({ code: "JOURNAL_DAMAGED", detail: `${folder}: ${why}` });
    else await copyAside(disk, path, why, report);
  }

  async function onUnreadable({ path }: Segment, ranges: OffsetRanges): Promise<void> {
    const isNew = ranges.some(([from, to]) => book.waitingIn(account, from, to).length > 0);
    account = book.dropped(account, ranges, "damaged");
    if (!isNew) return;
    await copyAside(disk, path, `records ${rangesOf(ranges)} cannot be read`, report);
    saveSoon();
  }

  /** The group, then what thinning left of what had to go for it, then what was lost before. */
  async function write(records: Uint8Array[]): Promise<Fault | null> {
    const fault = await writeRecords(records);
    while (fault === null && summaries.length > 0) {
      const kept = summaries;
      summaries = [];
      if ((await writeRecords(kept)) !== null) break;
    }
    if (fault === null && losses.count > 0) await noteLosses();
    for (const listener of listeners) listener(account.next);
    return fault;
  }

  async function writeRecords(records: Uint8Array[]): Promise<Fault | null> {
    const last = records.at(-1);
    try {
      head.data.fresh = records;
      await head.write();
      const stamp = last === undefined ? null : stampOf(last);
      if (stamp?.isTrusted) newestAt = Math.max(newestAt, stamp.at);
      return null;
    } catch (cause) {
      head.data.fresh = [];
      if (cause instanceof Fault) return cause;
      return new Fault("DISK_FAILED", `${folder} (${codeOf(cause) ?? (cause as Error).message})`, { cause });
    } finally {
      noteWritten();
    }
  }

  /** A large group may fill segments that go again before the whole of it is written. */
  function noteWritten(): void {
    account = book.appended(account, head.data.next - account.next);
  }

  async function noteLosses(): Promise<void> {
    account = book.lost(account, losses.count, losses.series);
    losses = { count: 0, series: [] };
    head.data.next = account.next;
    await saveCalmly();
  }

  async function acknowledge(claimed: OffsetRanges): Promise<void> {
    const told = mergeRanges(claimed);
    const have = book.believed(account, told);
    const end = have.at(-1)?.[1] ?? 0;
    const isFirst = !isHeard;
    isHeard = true;
    if (have !== told || book.isBeyond(account, have) || (isFirst && end > firstOfRun)) await learn(have, isFirst);
    else account = book.acknowledged(account, have);
    saveSoon();
  }

  /** The hub knows offsets the journal lost: they are passed over, and what was given one of them in this run is appended anew. */
  async function learn(have: OffsetRanges, isFirst: boolean): Promise<void> {
    await queue.exclusively(async () => {
      const collided: Uint8Array[] = [];
      for (const [from, to] of isFirst ? have : [])
        if (to > firstOfRun) collided.push(...(await adapter.records(Math.max(from, firstOfRun), to)));
      const before = isFirst ? firstOfRun : account.next;
      account = book.jumped(account, have.at(-1)?.[1] ?? 0);
      head.data.next = account.next;
      report({
        code: "JOURNAL_DAMAGED",
        detail: `the hub has records the journal never gave, or lost: it ended at ${before}`,
      });
      const fault = collided.length > 0 ? await write(collided) : null;
      if (fault !== null) throw fault;
      account = book.acknowledged(account, have);
    });
  }

  async function quarantine(offset: number): Promise<void> {
    const [record] = await adapter.records(offset, offset + 1);
    const path = badName(join(folder, `record-${offset}`));
    if (record !== undefined) await disk.appendFile(path, record).catch(() => undefined);
    report({ code: "BATCH_QUARANTINED", detail: `record ${offset} is kept in ${path}` });
    await giveUp(offset, offset + 1, "quarantined");
    await save();
  }

  return {
    epoch: head.data.epoch,
    next: () => account.next,
    have: () => book.settledRanges(account),
    gaps: () => book.openGaps(account),
    waiting: () => book.waitingCount(account),
    oldest() {
      const [first] = book.waitingIn(account, 0, account.next);
      return first === undefined ? null : adapter.timeNear(first[0]);
    },
    append(records) {
      const largest = Math.max(0, ...records.map(({ length }) => length));
      if (largest <= options.segmentBytes / 2) return queue.append(records);
      return Promise.reject(new Fault("BATCH_TOO_LARGE", `a record of ${largest} bytes does not fit a segment`));
    },
    lose(records) {
      const series = book.mergeRows([...losses.series, ...describe(records)]);
      losses = { count: losses.count + records.length, series };
    },
    records: (from, to) => adapter.records(from, Math.min(to, account.next)),
    first: adapter.first,
    acknowledge,
    quarantine,
    giveWay: () => queue.exclusively(adapter.giveWay),
    forgetGap(from) {
      const known = account;
      account = book.forgotten(account, from);
      if (account === known) return;
      report({ code: "BATCH_QUARANTINED", detail: `the hub refuses the gap at ${from}; its ledger lacks it` });
      saveSoon();
    },
    onCommit: (listener) => void listeners.push(listener),
    async close() {
      await queue.close();
      if (losses.count > 0) await noteLosses();
      if (saving !== null) clearTimeout(saving);
      await saveCalmly();
      await adapter.close();
    },
  };
}

function rangesOf(ranges: OffsetRanges): string {
  return ranges.map(([from, to]) => `[${from}, ${to})`).join(" ");
}
