/** The format of a journal segment: a header, then records each with length and CRC, then an end mark, in a file of fixed size. */
import { crc32 } from "node:zlib";
import { Fault } from "../../core/fault.ts";
import type { Epoch } from "../../core/id.ts";

/**
 * Layout, little endian: magic `LLJ1`, u16 version, u16 zero, f64 base offset, f64 serial, 32 bytes epoch (UTF-8, zero
 * padded), u32 CRC of all before. The serial is new each time the file is used, so that records of an earlier use never pass.
 */
export type SegmentHeader = { epoch: Epoch; base: number; serial: number };

export const headerBytes = 64;
const version = 2;
const magic = "LLJ1";
const crcAt = 56;
const epochAt = 24;

/** Length and CRC before each record's bytes; the end mark is a frame of length 0. */
export const frameBytes = 8;

export function encodeHeader({ epoch, base, serial }: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write(magic, 0, "latin1");
  bytes.writeUInt16LE(version, 4);
  bytes.writeDoubleLE(base, 8);
  bytes.writeDoubleLE(serial, 16);
  bytes.write(epoch, epochAt, 32, "utf8");
  bytes.writeUInt32LE(crc32(bytes.subarray(0, crcAt)), crcAt);
  return bytes;
}

/** Null when the bytes are no sound header of this format. Throws `JOURNAL_NEWER` for a version this code does not know. */
export function decodeHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < headerBytes || bytes.toString("latin1", 0, 4) !== magic) return null;
  if (crc32(bytes.subarray(0, crcAt)) !== bytes.readUInt32LE(crcAt)) return null;
  const found = bytes.readUInt16LE(4);
  if (found < version) return null;
  if (found > version) throw new Fault("JOURNAL_NEWER", `a segment has version ${found}, this agent knows ${version}`);
  const epoch = bytes.toString("utf8", epochAt, epochAt + 32).replace(/\0+$/, "") as Epoch;
  return { epoch, base: bytes.readDoubleLE(8), serial: bytes.readDoubleLE(16) };
}

/** Writes one record into `target` at `at`; returns the position after it. `index` counts records from the segment's base. */
export function putRecord(
  target: Buffer,
  at: number,
  record: Uint8Array,
  index: number,
  header: SegmentHeader,
): number {
  target.writeUInt32LE(record.length, at);
  target.writeUInt32LE(crcOf(record, index, header), at + 4);
  target.set(record, at + frameBytes);
  return at + frameBytes + record.length;
}

/** Says that `index` records come before; what follows it is of an earlier use of the file, or zeros. */
export function putEnd(target: Buffer, at: number, index: number, header: SegmentHeader): void {
  target.writeUInt32LE(0, at);
  target.writeUInt32LE(crcOf(nothing, index, header), at + 4);
}

const nothing = new Uint8Array();

function isEnd(bytes: Buffer, at: number, index: number, header: SegmentHeader): boolean {
  if (at + frameBytes > bytes.length || bytes.readUInt32LE(at) !== 0) return false;
  return bytes.readUInt32LE(at + 4) === crcOf(nothing, index, header);
}

/** `starts[i]` is where record i begins, null where it cannot be read; `isClean`: the end mark, or nothing but zeros, follows the last. */
export type Scan = { starts: (number | null)[]; end: number; isClean: boolean };

/** Finds the records of a segment's bytes. A damaged record is passed over when a sound one or the end mark follows it; else the scan ends before it. */
export function scanRecords(bytes: Buffer, header: SegmentHeader): Scan {
  const starts: (number | null)[] = [];
  let at = headerBytes;
  for (;;) {
    const next = endOfRecord(bytes, at, starts.length, header);
    if (next !== null) {
      starts.push(at);
      at = next;
      continue;
    }
    const isClean = isEnd(bytes, at, starts.length, header) || isZero(bytes, at);
    const found = isClean ? null : findSound(bytes, at + 1, starts.length + 1, header);
    if (found === null) return { starts, end: at, isClean };
    while (starts.length < found.index) starts.push(null);
    at = found.at;
  }
}

/** The position after record `index` at `at`, or null when there is no such sound record. */
function endOfRecord(bytes: Buffer, at: number, index: number, header: SegmentHeader): number | null {
  if (at + frameBytes > bytes.length) return null;
  const length = bytes.readUInt32LE(at);
  const end = at + frameBytes + length;
  if (length === 0 || end > bytes.length) return null;
  return bytes.readUInt32LE(at + 4) === crcOf(bytes.subarray(at + frameBytes, end), index, header) ? end : null;
}

function isRecord(bytes: Buffer, at: number, index: number, header: SegmentHeader): boolean {
  return endOfRecord(bytes, at, index, header) !== null;
}

/** A record longer than this is not looked for behind a damage. */
const longestSought = 65_536;
/** Bytes that may be summed up in search of a sound record: what is mere noise must not hold up the start. */
const effortBytes = 64 * 1024 * 1024;
/** What a try costs beside its bytes. */
const tryBytes = 256;

/** The first sound record, or the end mark, from `from` on; its index tells how many are lost, at most as many as fit in between. */
function findSound(
  bytes: Buffer,
  from: number,
  index: number,
  header: SegmentHeader,
): { at: number; index: number } | null {
  let effort = effortBytes;
  for (let at = from; at + frameBytes <= bytes.length && effort > 0; at++) {
    const length = bytes.readUInt32LE(at);
    if (length > longestSought || at + frameBytes + length > bytes.length) continue;
    if (length === 0 && bytes.readUInt32LE(at + 4) === 0) continue;
    const isSound = length === 0 ? isEnd : isRecord;
    const mostLost = Math.ceil((at - from) / (frameBytes + 1));
    for (let lost = 0; lost <= mostLost && effort > 0; lost++) {
      if (isSound(bytes, at, index + lost, header)) return { at, index: index + lost };
      effort -= length + tryBytes;
    }
  }
  return null;
}

const zeros = Buffer.alloc(65_536);

export function isZero(bytes: Buffer, from = 0): boolean {
  for (let at = from; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (!part.equals(zeros.subarray(0, part.length))) return false;
  }
  return true;
}

/** The record at the beginning of a segment, when `bytes` hold all of it and it is sound. */
export function firstRecord(bytes: Buffer, header: SegmentHeader): Uint8Array | null {
  return endOfRecord(bytes, headerBytes, 0, header) === null ? null : recordAt(bytes, headerBytes);
}

/** The record that starts at `at`, as a copy. */
export function recordAt(bytes: Buffer, at: number): Uint8Array {
  const from = at + frameBytes;
  return Uint8Array.prototype.slice.call(bytes, from, from + bytes.readUInt32LE(at));
}

/**
 * Seeded with the segment's use and the record's place in it, so that no stale or misplaced record is taken for this one:
 * of two seeds a CRC is never the same.
 */
function crcOf(record: Uint8Array, index: number, header: SegmentHeader): number {
  return crc32(record, (idOfUse(header) ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0);
}

/** One number for each use of a file; worked out once for a header. */
function idOfUse(header: SegmentHeader): number {
  const known = uses.get(header);
  if (known !== undefined) return known;
  const use = crc32(`${header.epoch} ${header.base} ${header.serial}`);
  uses.set(header, use);
  return use;
}

const uses = new WeakMap<SegmentHeader, number>();
