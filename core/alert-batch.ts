/** The alert lane's body: `[3, [event, …]]` in CBOR. */
import { encode } from "cborg";
import Type from "typebox";
import { AlertEvent } from "./alert-event.ts";
import { check } from "./check.ts";
import { Fault } from "./fault.ts";

const alertKind = 3;
const Events = Type.Array(AlertEvent, { minItems: 1 });

export function encodeAlerts(events: readonly AlertEvent[]): Uint8Array {
  return encode([alertKind, events]);
}

/** Holds a decoded CBOR item to the shape; throws `BATCH_INVALID` naming the field. */
export function unpackAlerts(item: unknown): AlertEvent[] {
  if (!Array.isArray(item) || item[0] !== alertKind || item.length !== 2)
    throw new Fault("BATCH_INVALID", "the body is not [3, [event, …]]");
  return check(Events, item[1], "BATCH_INVALID");
}
