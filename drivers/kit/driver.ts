/** What a driver is: one declaration over pure functions; bytes, adverts or pin changes in, readings out. */
import type { Static, TSchema } from "typebox";
import type { FieldFault } from "../../core/fault.ts";
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";

/** What a session yields; it never touches a wire itself. */
export type Output = { send: Uint8Array } | { reading: { point: PointId; value: Value } } | { fault: FieldFault };

/** One device under one driver. `now` is ms on a monotonic clock. */
export type Session = {
  /** Starts a round of questions; whatever an earlier round still awaited is forgotten. */
  poll(now: number): Output[];
  /** Bytes from the wire, in any portion. */
  receive(bytes: Uint8Array, now: number): Output[];
  /** The owner's time-out passed while `awaiting()`: yields the fault (silent, short) and ends the round. */
  expire(now: number): Output[];
  /** Whether a reply to something sent is still due. */
  awaiting(): boolean;
  /** Starts setting a writable point; absent where the driver has none. */
  write?(point: PointId, value: Value, now: number): Output[];
};

export type Driver<Config extends TSchema = TSchema> = {
  name: string;
  title: { zh: string; en: string };
  /** The settings of one device: the model's and the device's own, merged. */
  config: Config;
  /** The points these settings yield, and the kind of value each has. */
  points(config: Static<Config>): { id: PointId; kind: "number" | "boolean" | "string" }[];
  open(config: Static<Config>): Session;
  /** What on its link the device is known by: no two devices of a link may have the same. */
  address(config: Static<Config>): string;
};

/** Declares a driver; the config's schema gives `open` its type. */
export function defineDriver<Config extends TSchema>(driver: Driver<Config>): Driver<Config> {
  return driver;
}
