/** The format of a journal segment: a header, then records each with length and CRC, in a file of fixed size. */
import { crc32 } from "node:zlib";
import { Fault } from "../../core/fault.ts";
import type { Epoch } from "../../core/id.ts";

/**
 * Layout, little endian: magic `LLJ1`, u16 version, u16 zero, f64 base offset, f64 serial, 32 bytes epoch (UTF-8, zero
 * padded), u32 CRC of all before. The serial is new each time the file is used, so that records of an earlier use never pass.
 */
export type SegmentHeader = { epoch: Epoch; base: number; serial: number };

export const headerBytes = 64;
const version = 1;
const magic = "LLJ1";
const crcAt = 56;
const epochAt = 24;

/** Length and CRC before each record's bytes. */
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

/** Null when the bytes are no sound header. Throws `JOURNAL_NEWER` for a version this code does not know. */
export function decodeHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < headerBytes || bytes.toString("latin1", 0, 4) !== magic) return null;
  if (crc32(bytes.subarray(0, crcAt)) !== bytes.readUInt32LE(crcAt)) return null;
  const found = bytes.readUInt16LE(4);
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

/** Finds the records of a segment's bytes up to the first that is torn or absent. */
export function scanRecords(bytes: Buffer, header: SegmentHeader): { starts: number[]; end: number } {
  const starts: number[] = [];
  let at = headerBytes;
  while (at + frameBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const next = at + frameBytes + length;
    if (length === 0 || next > bytes.length) break;
    if (bytes.readUInt32LE(at + 4) !== crcOf(bytes.subarray(at + frameBytes, next), starts.length, header)) break;
    starts.push(at);
    at = next;
  }
  return { starts, end: at };
}

/** The record that starts at `at`, as a copy. */
export function recordAt(bytes: Buffer, at: number): Uint8Array {
  const from = at + frameBytes;
  return Uint8Array.prototype.slice.call(bytes, from, from + bytes.readUInt32LE(at));
}

/** Seeded with the segment's use and the record's place in it, so that no stale or misplaced record is taken for this one. */
function crcOf(record: Uint8Array, index: number, header: SegmentHeader): number {
  return crc32(record, crc32(`${header.epoch} ${header.base} ${header.serial} ${index}`));
}
