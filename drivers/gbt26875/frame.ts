/** The frame of GB/T 26875.3-2011: where it begins and ends, its header, and the replies to it. */
import type { Cut } from "../kit/framer.ts";
import { toHex } from "../kit/hex.ts";

export type Frame = {
  serial: number;
  /** Main and user version: `1.1`. */
  version: string;
  /** Ms since 1970 of the device's clock, which has no zone; null for no such time. */
  sentAt: number | null;
  /** 12 hex digits, the highest byte first. */
  source: string;
  destination: string;
  command: number;
  unit: Uint8Array;
  /** The whole frame as it came. */
  bytes: Uint8Array;
};

/** [GB26875 §6.6, table 2] The commands that matter here. */
export const command = { control: 1, sendData: 2, confirm: 3, deny: 6 } as const;

/** [GB26875 §6.6] Offsets within a frame, bytes. */
const at = { serial: 2, version: 4, time: 6, source: 12, destination: 18, length: 24, command: 26, unit: 27 };
const mostUnit = 1024;
/** Bytes of a frame besides its unit: the head, the checksum and the end. */
const aroundUnit = 30;
export const mostBytes = aroundUnit + mostUnit;
const mark = 0x40;
const end = 0x23;

/** [GB26875 §6.6] For the framer: the length ends a frame, `##` only confirms it. */
export function cutFrame(bytes: Uint8Array): Cut {
  if (bytes[0] !== mark) return { skip: 1 };
  if (bytes.length > 1 && bytes[1] !== mark) return { skip: 1 };
  if (bytes.length < aroundUnit) return "more";
  const length = wordAt(bytes, at.length);
  if (length > mostUnit) return tooLong(bytes, length);
  const total = aroundUnit + length;
  if (bytes.length < total) return "more";
  const isEnded = bytes[total - 2] === end && bytes[total - 1] === end;
  if (isEnded && isSummed(bytes, total)) return { frame: total };
  const what = isEnded ? "wrong checksum" : "no ## at the end";
  return { skip: 1, damage: `${what} in a frame of ${total} bytes from ${addressAt(bytes, at.source)}`, looked: total };
}

/** [GB26875 §6.5] In `@@@` the frame begins with the second, as far as can be told. */
function tooLong(bytes: Uint8Array, length: number): Cut {
  if (bytes[at.serial] === mark) return { skip: 1 };
  return { skip: 1, damage: `a unit of ${length} bytes, more than ${mostUnit}, from ${addressAt(bytes, at.source)}` };
}

function isSummed(bytes: Uint8Array, total: number): boolean {
  return bytes[total - 3] === checksum(bytes.subarray(at.serial, total - 3));
}

/** Reads a frame that `cutFrame` found sound; of a damaged one any field may be wrong. */
export function readFrame(bytes: Uint8Array): Frame {
  return {
    serial: wordAt(bytes, at.serial),
    version: `${bytes[at.version]}.${bytes[at.version + 1]}`,
    sentAt: timeAt(bytes, at.time),
    source: addressAt(bytes, at.source),
    destination: addressAt(bytes, at.destination),
    command: bytes[at.command] as number,
    unit: bytes.subarray(at.unit, bytes.length - 3),
    bytes,
  };
}

/** [GB26875 §6.3, §6.6] What was sent is taken. */
export const acknowledge = (frame: Frame) => reply(frame, command.confirm);

/** [GB26875 §6.3] What was sent is thrown away, and shall be sent again. */
export const deny = (frame: Frame) => reply(frame, command.deny);

/** The same serial, version and time and the addresses changed about; no unit. */
function reply({ bytes }: Frame, code: number): Uint8Array {
  const frame = new Uint8Array(aroundUnit);
  frame.set(bytes.subarray(0, at.source));
  frame.set(bytes.subarray(at.destination, at.destination + 6), at.source);
  frame.set(bytes.subarray(at.source, at.source + 6), at.destination);
  frame[at.command] = code;
  frame[at.unit] = checksum(frame.subarray(at.serial, at.unit));
  frame.set([end, end], at.unit + 1);
  return frame;
}

/** [GB26875 §8.2.2] Second, minute, hour, day, month, year of 2000, one byte each; null for no such time. */
export function timeAt(bytes: Uint8Array, offset: number): number | null {
  const [second = 99, minute = 99, hour = 99, day = 0, month = 0, year = 100] = bytes.subarray(offset, offset + 6);
  const time = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const isDate = new Date(time).getUTCMonth() === month - 1 && day > 0 && year < 100;
  return isDate && hour < 24 && minute < 60 && second < 60 ? time : null;
}

export function wordAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}

function addressAt(bytes: Uint8Array, offset: number): string {
  return toHex([...bytes.subarray(offset, offset + 6)].reverse()).replaceAll(" ", "");
}

/** [GB26875 §6.6] The sum of all bytes from the serial to the end of the unit, mod 256. */
function checksum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
}
