/** lowdb adapter that appends: preallocated, recycled segment files, one fdatasync a write. */
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Adapter } from "lowdb";
import { Fault } from "../../core/fault.ts";
import type { Epoch } from "../../core/id.ts";
import type { Report } from "./report.ts";
import {
  decodeHeader,
  encodeHeader,
  frameBytes,
  headerBytes,
  putRecord,
  recordAt,
  type SegmentHeader,
  scanRecords,
} from "./segment.ts";
import { type Found, recoverSegments, segmentName } from "./segment-recovery.ts";
import { syncFolder } from "./state-file.ts";

/** What lowdb holds of a lane: never the records on disk, only those not yet written. */
export type LaneHead = { epoch: Epoch; next: number; fresh: Uint8Array[] };

/** A segment on disk: offsets `[base, end)`. */
export type Segment = { path: string; base: number; end: number };

export type SegmentOptions = {
  folder: string;
  segmentBytes: number;
  budgetBytes: number;
  /** The epoch to use when the folder holds no journal yet. */
  freshEpoch: Epoch;
  report: Report;
  /**
   * Whether the oldest segment's space may be used again; before it says yes it has made durable whatever is lost with it.
   * `pressed`: the budget or the disk leaves no other space.
   */
  release(segment: Segment, pressed: boolean): Promise<boolean>;
};

export type SegmentAdapter = Adapter<LaneHead> & {
  /** The committed records of `[from, to)` that are still held, ascending. */
  records(from: number, to: number): Promise<Uint8Array[]>;
  /** The lowest offset still held. */
  first(): number;
  /** Ranges `[from, to)` that were found damaged at the start. */
  damaged(): readonly (readonly [number, number])[];
  close(): Promise<void>;
};

/** The segment being written, mirrored in memory. */
type Active = Segment & { header: SegmentHeader; handle: FileHandle; bytes: Buffer; starts: number[]; at: number };

export function segmentAdapter(options: SegmentOptions): SegmentAdapter {
  const { folder, segmentBytes, budgetBytes } = options;
  let sealed: Segment[] = [];
  let active: Active | null = null;
  let damaged: readonly (readonly [number, number])[] = [];
  let loaded: { path: string; bytes: Buffer; starts: number[] } | null = null;

  async function read(): Promise<LaneHead> {
    const found = await recoverSegments(folder, options.report);
    damaged = found.damaged;
    const last = found.segments.at(-1);
    if (last === undefined) {
      const epoch = options.freshEpoch;
      active = await startSegment(folder, segmentBytes, null, { epoch, base: 0, serial: 1 });
      return { epoch, next: 0, fresh: [] };
    }
    sealed = found.segments
      .slice(0, -1)
      .map(({ path, header, count }) => ({ path, base: header.base, end: header.base + count }));
    active = await reopenSegment(last, segmentBytes);
    return { epoch: last.header.epoch, next: active.end, fresh: [] };
  }

  async function write(head: LaneHead): Promise<void> {
    while (head.fresh.length > 0) {
      const segment = await withRoom(head, (head.fresh[0] as Uint8Array).length);
      const written = await appendTo(segment, head.fresh);
      head.next += written;
      head.fresh = head.fresh.slice(written);
    }
  }

  async function withRoom(head: LaneHead, bytes: number): Promise<Active> {
    const present = active as Active;
    if (present.at + frameBytes + bytes <= segmentBytes) return present;
    if (headerBytes + frameBytes + bytes > segmentBytes)
      throw new Fault("DISK_FAILED", `a record of ${bytes} bytes is larger than a segment`);
    const next = await startNext({ epoch: head.epoch, base: head.next, serial: present.header.serial + 1 });
    await present.handle.close();
    sealed.push({ path: present.path, base: present.base, end: present.end });
    active = next;
    return next;
  }

  async function startNext(header: SegmentHeader): Promise<Active> {
    const recycled = await takeOldest((sealed.length + 2) * segmentBytes > budgetBytes);
    try {
      return await startSegment(folder, segmentBytes, recycled, header);
    } catch (error) {
      const spare = recycled === null && isDiskFull(error) ? await takeOldest(true) : null;
      if (spare === null) throw error;
      return startSegment(folder, segmentBytes, spare, header);
    }
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
    for (const segment of [...sealed, active as Active]) {
      if (segment.end <= from || segment.base >= to) continue;
      const { bytes, starts } = segment === active ? active : await load(segment);
      const slice = starts.slice(Math.max(0, from - segment.base), to - segment.base);
      found.push(...slice.map((start) => recordAt(bytes, start)));
    }
    return found;
  }

  /** One sealed segment is kept in memory: a drain reads them one after the other. */
  async function load(segment: Segment): Promise<{ bytes: Buffer; starts: number[] }> {
    if (loaded?.path === segment.path) return loaded;
    const bytes = await readFile(segment.path);
    const header = decodeHeader(bytes);
    const starts = header?.base === segment.base ? scanRecords(bytes, header).starts : [];
    loaded = { path: segment.path, bytes, starts };
    return loaded;
  }

  return {
    read,
    write,
    records,
    first: () => sealed[0]?.base ?? active?.base ?? 0,
    damaged: () => damaged,
    close: async () => active?.handle.close(),
  };
}

/** Writes as many of `records` as fit and makes them durable. Nothing counts as written when the disk refuses. */
async function appendTo(segment: Active, records: readonly Uint8Array[]): Promise<number> {
  const starts: number[] = [];
  let at = segment.at;
  for (const record of records) {
    if (at + frameBytes + record.length > segment.bytes.length) break;
    starts.push(at);
    at = putRecord(segment.bytes, at, record, segment.starts.length + starts.length - 1, segment.header);
  }
  await segment.handle.write(segment.bytes, segment.at, at - segment.at, segment.at);
  await segment.handle.datasync();
  segment.starts.push(...starts);
  segment.at = at;
  segment.end += starts.length;
  return starts.length;
}

/** A new segment of full size, in a recycled file where one is given. */
async function startSegment(
  folder: string,
  size: number,
  recycled: string | null,
  header: SegmentHeader,
): Promise<Active> {
  const path = join(folder, segmentName(header.base));
  if (recycled !== null) await rename(recycled, path);
  const bytes = Buffer.alloc(size);
  encodeHeader(header).copy(bytes);
  const handle = await open(path, recycled === null ? "w+" : "r+", 0o600);
  try {
    await handle.write(bytes, 0, size, 0);
    await handle.sync();
    await syncFolder(folder);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { path, base: header.base, end: header.base, header, handle, bytes, starts: [], at: headerBytes };
}

/** Takes the last segment into use again; what follows its last sound record is wiped, so that no torn record can come to life. */
async function reopenSegment({ path, header }: Found, size: number): Promise<Active> {
  const handle = await open(path, "r+");
  const bytes = Buffer.alloc(size);
  await handle.read(bytes, 0, size, 0);
  const { starts, end } = scanRecords(bytes, header);
  if (!bytes.subarray(end).every((byte) => byte === 0)) {
    bytes.fill(0, end);
    await handle.write(bytes, end, size - end, end);
    await handle.sync();
  }
  return { path, base: header.base, end: header.base + starts.length, header, handle, bytes, starts, at: end };
}

function isDiskFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOSPC";
}
