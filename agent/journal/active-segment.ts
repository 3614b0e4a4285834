/** The segment that is being written: mirrored in memory, one datasync a group. */
import { join } from "node:path";
import type { OffsetRanges } from "../../core/offset-ranges.ts";
import { type Disk, type DiskFile, writeAll } from "./disk.ts";
import type { Report } from "./report.ts";
import {
  encodeHeader,
  frameBytes,
  headerBytes,
  putEnd,
  putRecord,
  type SegmentHeader,
  scanRecords,
} from "./segment.ts";
import { type Found, segmentName } from "./segment-recovery.ts";
import { bytesAside } from "./set-aside.ts";

/** Where each record begins; null where it cannot be read. */
export type Starts = readonly (number | null)[];

/** `dirtyTo`: what a failed write may have left on the disk up to there is wiped with the next one. */
export type ActiveSegment = {
  path: string;
  header: SegmentHeader;
  file: DiskFile;
  bytes: Buffer;
  starts: (number | null)[];
  at: number;
  dirtyTo: number;
};

export function endOf({ header, starts }: ActiveSegment): number {
  return header.base + starts.length;
}

export function hasRoom({ at, bytes }: ActiveSegment, record: Uint8Array): boolean {
  return at + frameBytes + record.length + frameBytes <= bytes.length;
}

/** Writes as many of `records` as fit and makes them durable; returns how many. Nothing counts as written when the disk refuses. */
export async function appendTo(segment: ActiveSegment, records: readonly Uint8Array[]): Promise<number> {
  const starts: number[] = [];
  let at = segment.at;
  for (const record of records) {
    if (at + frameBytes + record.length + frameBytes > segment.bytes.length) break;
    starts.push(at);
    at = putRecord(segment.bytes, at, record, segment.starts.length + starts.length - 1, segment.header);
  }
  const end = Math.max(at + frameBytes, segment.dirtyTo);
  segment.bytes.fill(0, at, end);
  putEnd(segment.bytes, at, segment.starts.length + starts.length, segment.header);
  segment.dirtyTo = end;
  await writeAll(segment.file, segment.bytes.subarray(segment.at, end), segment.at);
  await segment.file.datasync();
  segment.starts.push(...starts);
  segment.at = at;
  segment.dirtyTo = at;
  return starts.length;
}

/**
 * A new segment of full size, in a recycled file where one is given: there only the header is new, what an earlier use
 * left behind the end mark does no harm. A new file is written whole, so that no flush has to make it longer.
 */
export async function startSegment(
  disk: Disk,
  folder: string,
  size: number,
  recycled: string | null,
  header: SegmentHeader,
): Promise<ActiveSegment> {
  const path = join(folder, segmentName(header.base));
  if (recycled !== null) await disk.rename(recycled, path);
  const bytes = Buffer.alloc(size);
  encodeHeader(header).copy(bytes);
  putEnd(bytes, headerBytes, 0, header);
  const file = await disk.open(path, recycled === null ? "create" : "change");
  try {
    await writeAll(file, recycled === null ? bytes : bytes.subarray(0, headerBytes + frameBytes), 0);
    await file.sync();
    await disk.syncFolder(folder);
  } catch (error) {
    await file.close();
    if (recycled === null) await disk.unlink(path);
    throw error;
  }
  return { path, header, file, bytes, starts: [], at: headerBytes, dirtyTo: headerBytes };
}

/** Takes the last segment into use again; what follows its last sound record is kept aside and wiped, so that no torn record can come to life. */
export async function reopenSegment(
  disk: Disk,
  { path, header }: Found,
  size: number,
  report: Report,
): Promise<ActiveSegment> {
  const found = await disk.readFile(path);
  const bytes = found.length < size ? Buffer.concat([found, Buffer.alloc(size - found.length)]) : found;
  const { starts, end, isClean } = scanRecords(bytes, header);
  const file = await disk.open(path, "change");
  if (!isClean) {
    const why = `what follows record ${header.base + starts.length - 1} is torn or damaged`;
    await bytesAside(disk, path, withoutZeros(bytes.subarray(end, end + mostAside)), why, report);
    bytes.fill(0, end);
    putEnd(bytes, end, starts.length, header);
    await writeAll(file, bytes.subarray(end), end);
    await file.sync();
  }
  return { path, header, file, bytes, starts, at: end, dirtyTo: end };
}

/** A torn write is no longer; what lies behind it is of an earlier use of the file. */
const mostAside = 65_536;

function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** The offsets of a segment's records that cannot be read, of the `count` it should hold. */
export function unreadable(base: number, count: number, starts: Starts): OffsetRanges {
  const ranges: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    if (typeof starts[i] === "number") continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === base + i) last[1]++;
    else ranges.push([base + i, base + i + 1]);
  }
  return ranges;
}
