/** lowdb adapter that appends: preallocated, recycled segment files, one fdatasync a write. */
import { basename } from "node:path";
import type { Adapter } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Epoch } from "../../core/id.ts";
import type { OffsetRanges } from "../../core/offset-ranges.ts";
import {
  type ActiveSegment,
  appendTo,
  endOf,
  hasRoom,
  reopenSegment,
  type Starts,
  startSegment,
  unreadable,
} from "./active-segment.ts";
import { type Disk, isDiskFull } from "./disk.ts";
import type { Report } from "./report.ts";
import { frameBytes, headerBytes, recordAt, type SegmentHeader, scanRecords } from "./segment.ts";
import { recoverSegments } from "./segment-recovery.ts";
import { readSound } from "./sound-read.ts";

/** What lowdb holds of a lane: never the records on disk, only those not yet written. */
export type LaneHead = { epoch: Epoch; next: number; fresh: Uint8Array[] };

/** A full segment on disk: offsets `[base, end)`; `firstAt`: event time of its first record, where known. */
export type Segment = { path: string; header: SegmentHeader; base: number; end: number; firstAt: number | null };

export type SegmentOptions = {
  disk: Disk;
  folder: string;
  segmentBytes: number;
  budgetBytes: number;
  /** The epoch to use when the folder holds no journal yet. */
  freshEpoch: Epoch;
  /** The epoch the lane was known to have, if any. */
  knownEpoch(): Promise<Epoch | null>;
  /** Event time of a record, ms. */
  timeOf(record: Uint8Array): number | null;
  report: Report;
  /**
   * Whether the oldest segment's space may be used again; before it says yes it has made durable whatever is lost with it.
   * `pressed`: the budget or the disk leaves no other space.
   */
  release(segment: Segment, pressed: boolean): Promise<boolean>;
  /** The disk is full: whether somebody else could make room. */
  makeRoom(): Promise<boolean>;
  /** Records of a segment that can not be read; called each time they are looked for. */
  onUnreadable(segment: Segment, ranges: OffsetRanges): Promise<void>;
};

export type SegmentAdapter = Adapter<LaneHead> & {
  /** The committed records of `[from, to)` that are still held and can be read, ascending. */
  records(from: number, to: number): Promise<Uint8Array[]>;
  /** The lowest offset still held. */
  first(): number;
  /** What is on the disk, as the headers tell it. */
  held(): OffsetRanges;
  /** Event time of the oldest record of the segment around an offset. */
  timeNear(offset: number): number | null;
  /** The file of the segment being written, when it should hold this offset. */
  pathOf(offset: number): string | null;
  /** Gives the oldest full segment's space back to the disk. */
  giveWay(): Promise<boolean>;
  close(): Promise<void>;
};

export function segmentAdapter(options: SegmentOptions): SegmentAdapter {
  const { disk, folder, segmentBytes, budgetBytes } = options;
  let sealed: Segment[] = [];
  let active: ActiveSegment | null = null;
  let activeAt: number | null = null;
  let loaded: { path: string; bytes: Buffer; starts: Starts } | null = null;

  async function read(): Promise<LaneHead> {
    const { segments, lostBases } = await recoverSegments(disk, folder, options.knownEpoch, options.report);
    const last = segments.at(-1);
    if (last === undefined) {
      const epoch = (await options.knownEpoch()) ?? options.freshEpoch;
      const base = lostBases.at(-1) ?? 0;
      active = await startSegment(disk, folder, segmentBytes, null, { epoch, base, serial: 1 });
      return { epoch, next: base, fresh: [] };
    }
    const bases = [...segments.map(({ header }) => header.base), ...lostBases];
    const timed = segments.map(({ path, header, first }) => ({
      path,
      header,
      base: header.base,
      end: Math.min(...bases.filter((base) => base > header.base)),
      firstAt: first && options.timeOf(first),
    }));
    activeAt = timed.at(-1)?.firstAt ?? null;
    sealed = timed.slice(0, -1);
    active = await reopenSegment(disk, last, segmentBytes, options.report);
    const next = Math.max(endOf(active), ...lostBases);
    return { epoch: last.header.epoch, next, fresh: [] };
  }

  async function write(head: LaneHead): Promise<void> {
    while (head.fresh.length > 0) {
      const record = head.fresh[0] as Uint8Array;
      const segment = await withRoom(head, record);
      const isFirst = segment.starts.length === 0;
      const written = await appendTo(segment, head.fresh);
      if (isFirst) activeAt = options.timeOf(record);
      head.next += written;
      head.fresh = head.fresh.slice(written);
    }
  }

  /** Offsets that were passed over begin a segment anew, as a full one does. */
  async function withRoom(head: LaneHead, record: Uint8Array): Promise<ActiveSegment> {
    const present = active as ActiveSegment;
    if (hasRoom(present, record) && endOf(present) === head.next) return present;
    if (headerBytes + 2 * frameBytes + record.length > segmentBytes)
      throw new Fault("DISK_FAILED", `a record of ${record.length} bytes is larger than a segment`);
    return rotate({ epoch: head.epoch, base: head.next, serial: present.header.serial + 1 });
  }

  async function rotate(header: SegmentHeader): Promise<ActiveSegment> {
    const present = active as ActiveSegment;
    const next = await startNext(header);
    await present.file.close();
    sealed.push(sealedFrom(present, header.base));
    active = next;
    activeAt = null;
    return next;
  }

  function sealedFrom({ path, header }: ActiveSegment, end: number): Segment {
    return { path, header, base: header.base, end, firstAt: activeAt };
  }

  async function startNext(header: SegmentHeader): Promise<ActiveSegment> {
    const start = (recycled: string | null) => startSegment(disk, folder, segmentBytes, recycled, header);
    const recycled = await takeSpace();
    try {
      return await start(recycled);
    } catch (error) {
      if (recycled !== null || !isDiskFull(error)) throw error;
      if (await options.makeRoom()) return start(null);
      const spare = await takeOldest(true);
      if (spare === null) throw error;
      return start(spare);
    }
  }

  /** A file to use again, if any: the budget may ask for more than one, and the others go. */
  async function takeSpace(): Promise<string | null> {
    let taken: string | null = null;
    while ((sealed.length + 2) * segmentBytes > budgetBytes) {
      const path = await takeOldest(true);
      if (path === null) break;
      if (taken !== null) await disk.unlink(taken);
      taken = path;
    }
    return taken ?? takeOldest(false);
  }

  async function takeOldest(pressed: boolean): Promise<string | null> {
    const oldest = sealed[0];
    if (oldest === undefined || !(await options.release(oldest, pressed))) return null;
    sealed.shift();
    if (loaded?.path === oldest.path) loaded = null;
    return oldest.path;
  }

  async function records(from: number, to: number): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    const { header, bytes, starts, path } = active as ActiveSegment;
    const present = { path, header, base: header.base, end: header.base + starts.length, firstAt: activeAt };
    for (const segment of [...sealed, present]) {
      if (segment.end <= from || segment.base >= to) continue;
      const source = segment === present ? { bytes, starts: starts.slice() } : await load(segment);
      const slice = source.starts.slice(Math.max(0, from - segment.base), Math.min(to, segment.end) - segment.base);
      for (const start of slice) if (start !== null) found.push(recordAt(source.bytes, start));
    }
    return found;
  }

  /** One full segment is kept in memory: a drain reads them one after the other. What it should hold and does not is found out here. */
  async function load(segment: Segment): Promise<{ bytes: Buffer; starts: Starts }> {
    if (loaded?.path === segment.path) return loaded;
    const bytes = await readSound(disk, segment.path, isInPlace);
    const { starts } = scanRecords(bytes, segment.header);
    const ranges = unreadable(segment.base, segment.end - segment.base, starts);
    if (ranges.length > 0) await options.onUnreadable(segment, ranges);
    loaded = { path: segment.path, bytes, starts };
    return loaded;
  }

  /** Whether the folder itself is there: a card that was pulled out has lost nothing yet. */
  async function isInPlace(): Promise<boolean> {
    const names: string[] = await disk.readdir(folder).catch(() => []);
    return names.includes(basename((active as ActiveSegment).path));
  }

  return {
    read,
    write,
    records,
    first: () => sealed[0]?.base ?? active?.header.base ?? 0,
    held() {
      const present = active as ActiveSegment;
      const holes = unreadable(present.header.base, present.starts.length, present.starts);
      const ranges = sealed.map(({ base, end }): [number, number] => [base, end]);
      return [...ranges, ...readable(present.header.base, endOf(present), holes)];
    },
    timeNear: (offset) => sealed.find(({ base, end }) => base <= offset && offset < end)?.firstAt ?? activeAt,
    pathOf(offset) {
      const present = active as ActiveSegment;
      return present.header.base <= offset && offset < endOf(present) ? present.path : null;
    },
    async giveWay() {
      const path = await takeOldest(true);
      if (path !== null) await disk.unlink(path);
      return path !== null;
    },
    close: async () => active?.file.close(),
  };
}

function readable(from: number, to: number, holes: OffsetRanges): [number, number][] {
  const starts = [from, ...holes.map(([, end]) => end)];
  const ends = [...holes.map(([start]) => start), to];
  return starts.map((start, i): [number, number] => [start, ends[i] as number]).filter(([start, end]) => start < end);
}
