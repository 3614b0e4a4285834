/** How a reading and an alert event lie in the journal: with the boot and the monotonic time at which they were stamped. */
import { decode, encode } from "cborg";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { Reading } from "../../core/reading.ts";

/** When it was on the clock that no one can set: boot number, and ms on that boot's monotonic clock. */
export type Stamp = { boot: number; mono: number };
export type Stamped<Kind> = Kind & Stamp;

/** A record that tells neither. */
const unknown: Stamp = { boot: 0, mono: 0 };

/** CBOR `[device, point, at, value, quality, boot, mono]`. */
export function encodeReading({ device, point, at, value, quality, boot, mono }: Stamped<Reading>): Uint8Array {
  return encode([device, point, at, value, quality, boot, mono], { float64: true });
}

export function decodeReading(bytes: Uint8Array): Stamped<Reading> {
  const [device, point, at, value, quality, boot = unknown.boot, mono = unknown.mono] = decode(bytes);
  return { device, point, at, value, quality, boot, mono };
}

/** CBOR `[event, boot, mono]`. */
export function encodeEvent({ boot, mono, ...event }: Stamped<AlertEvent>): Uint8Array {
  return encode([event, boot, mono]);
}

export function decodeEvent(bytes: Uint8Array): Stamped<AlertEvent> {
  const item = decode(bytes);
  if (!Array.isArray(item)) return { ...item, ...unknown };
  const [event, boot, mono] = item;
  return { ...event, boot, mono };
}

/** The record without its stamp: the hub and the rules know event time alone. */
export function unstamped<Kind extends Stamp>({ boot: _boot, mono: _mono, ...record }: Kind): Unstamped<Kind> {
  return record as Unstamped<Kind>;
}

/** Of each kind by itself: an event stays one of its kinds. */
type Unstamped<Kind> = Kind extends Stamp ? Omit<Kind, keyof Stamp> : never;
