/** lowdb adapter that appends: preallocated, recycled segment files, one fdatasync a write. */
import { type FileHandle, open, readFile, rename, unlink } from "node:fs/promises";
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
  /** Ranges `[from, to)` above `first()` that cannot be read. */
  holes(): readonly (readonly [number, number])[];
  /** The next record gets this offset: those below are known to the hub, or lost. */
  skipTo(head: LaneHead, offset: number): Promise<void>;
  close(): Promise<void>;
};

/** Where each record begins; null where it cannot be read. */
type Starts = (number | null)[];

/** The segment being written, mirrored in memory. */
type Active = Segment & { header: SegmentHeader; handle: FileHandle; bytes: Buffer; starts: Starts; at: number };

export function segmentAdapter(options: SegmentOptions): SegmentAdapter {
  const { folder, segmentBytes, budgetBytes } = options;
  let sealed: Segment[] = [];
  let active: Active | null = null;
  let holes: readonly (readonly [number, number])[] = [];
  let loaded: { path: string; bytes: Buffer; starts: Starts } | null = null;

  async function read(): Promise<LaneHead> {
    const found = await recoverSegments(folder, options.report);
    holes = found.holes;
    const last = found.segments.at(-1);
    if (last === undefined) {
      const epoch = options.freshEpoch;
      active = await startSegment(folder, segmentBytes, null, { epoch, base: 0, serial: 1 });
      return { epoch, next: 0, fresh: [] };
    }
    sealed = found.segments
      .slice(0, -1)
      .map(({ path, header, scan }) => ({ path, base: header.base, end: header.base + scan.starts.length }));
    active = await reopenSegment(last, segmentBytes);
    return { epoch: last.header.epoch, next: active.end, fresh: [] };
  }

  async function skipTo(head: LaneHead, offset: number): Promise<void> {
    const present = active as Active;
    if (offset <= head.next) return;
    await rotate({ epoch: head.epoch, base: offset, serial: present.header.serial + 1 });
    head.next = offset;
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
    return rotate({ epoch: head.epoch, base: head.next, serial: present.header.serial + 1 });
  }

  async function rotate(header: SegmentHeader): Promise<Active> {
    const present = active as Active;
    const next = await startNext(header);
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
      found.push(...slice.flatMap((start) => (start === null ? [] : [recordAt(bytes, start)])));
    }
    return found;
  }

  /** One sealed segment is kept in memory: a drain reads them one after the other. */
  async function load(segment: Segment): Promise<{ bytes: Buffer; starts: Starts }> {
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
    holes: () => holes,
    skipTo,
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
  await writeAll(segment.handle, segment.bytes, segment.at, at);
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
    await writeAll(handle, bytes, 0, size);
    await handle.sync();
    await syncFolder(folder);
  } catch (error) {
    await handle.close();
    if (recycled === null) await unlink(path);
    throw error;
  }
  return { path, base: header.base, end: header.base, header, handle, bytes, starts: [], at: headerBytes };
}

/** Takes the last segment into use again; what follows its last sound record is wiped, so that no torn record can come to life. */
async function reopenSegment({ path, header }: Found, size: number): Promise<Active> {
  const handle = await open(path, "r+");
  const bytes = Buffer.alloc(size);
  await handle.read(bytes, 0, size, 0);
  const { starts, end, isClean } = scanRecords(bytes, header);
  if (!isClean) {
    bytes.fill(0, end);
    await writeAll(handle, bytes, end, size);
    await handle.sync();
  }
  return { path, base: header.base, end: header.base + starts.length, header, handle, bytes, starts, at: end };
}

/** A full disk may take a part without a complaint: a short write goes on until all is written or the disk says why not. */
async function writeAll(handle: FileHandle, bytes: Buffer, from: number, to: number): Promise<void> {
  for (let at = from; at < to; ) {
    const { bytesWritten } = await handle.write(bytes, at, to - at, at);
    if (bytesWritten === 0) throw Object.assign(new Error("the disk took nothing"), { code: "ENOSPC" });
    at += bytesWritten;
  }
}

function isDiskFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOSPC";
}
