/** Splits a stream of bytes into Modbus RTU requests by function code length and CRC, and finds its step again after garbage. */
import { hasCrc } from "../../drivers/modbus/crc.ts";

/** [Serial Line V1.02 §2.5.1] */
export const largestFrame = 256;
const smallestFrame = 4;

/** Requests of fixed length, by function code [V1.1b3 §6]: address, code, data, CRC. */
const fixed: Record<number, number> = {
  1: 8,
  2: 8,
  3: 8,
  4: 8,
  5: 8,
  6: 8,
  7: 4,
  8: 8,
  11: 4,
  12: 4,
  17: 4,
  22: 10,
  24: 6,
  43: 7,
};
/** Requests that tell their length: where the count of the bytes after it stands. */
const counted: Record<number, number> = { 15: 6, 16: 6, 20: 2, 21: 2, 23: 10 };

/** A pause this long ends a frame: what was begun before it is dropped, as after 3.5 characters on a wire. */
export const frameGapMs = 100;

/** What one connection has brought so far. */
export type Stream = { begun: Uint8Array; heardMs: number };

export const freshStream: Stream = { begun: new Uint8Array(), heardMs: 0 };

/** Bytes arrived, in any portion; `nowMs` is on a clock that only goes forward. */
export function receive(stream: Stream, bytes: Uint8Array, nowMs: number): { stream: Stream; frames: Uint8Array[] } {
  const begun = nowMs - stream.heardMs > frameGapMs ? new Uint8Array() : stream.begun;
  const { frames, rest } = takeRequests(joined(begun, bytes));
  return { stream: { begun: rest, heardMs: nowMs }, frames };
}

/** Takes every complete request off the front of `bytes`; `rest` may still become one. */
export function takeRequests(bytes: Uint8Array): { frames: Uint8Array[]; rest: Uint8Array } {
  const frames: Uint8Array[] = [];
  let from = 0;
  while (from < bytes.length) {
    const head = bytes.subarray(from);
    const length = requestLength(head);
    if (length === null) break;
    if (length === 0) from += 1;
    else {
      frames.push(head.slice(0, length));
      from += length;
    }
  }
  return { frames, rest: bytes.slice(from) };
}

/** Length of the request that begins here, null when more bytes are needed, 0 when none begins here. */
function requestLength(head: Uint8Array): number | null {
  if (head.length < 2) return null;
  const length = statedLength(head);
  if (length === undefined) return unknownLength(head);
  if (length === null || head.length < length) return null;
  return length <= largestFrame && hasCrc(head.subarray(0, length)) ? length : 0;
}

/** Undefined for a function code with no known shape, null while the count is still to come. */
function statedLength(head: Uint8Array): number | null | undefined {
  const code = head[1] as number;
  const at = counted[code];
  if (at === undefined) return fixed[code];
  const count = head[at];
  return count === undefined ? null : at + 1 + count + 2;
}

/** A code nobody defined fills what the line brought until it fell silent. */
function unknownLength(head: Uint8Array): number | null {
  if (head.length > largestFrame) return 0;
  if (head.length >= smallestFrame && hasCrc(head)) return head.length;
  return holdsLaterRequest(head) ? 0 : null;
}

/** Whether a whole known request stands further on: then what comes before it is garbage. */
function holdsLaterRequest(head: Uint8Array): boolean {
  for (let from = 1; from + smallestFrame <= head.length; from++) {
    const tail = head.subarray(from);
    const length = statedLength(tail);
    if (typeof length === "number" && length <= tail.length && hasCrc(tail.subarray(0, length))) return true;
  }
  return false;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
