/** What a driver is: one declaration over pure functions; bytes, adverts or pin changes in, readings out. */
import type { Static, TSchema } from "typebox";
import type { FieldFault } from "../../core/fault.ts";
import type { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Advert, AdvertFilter } from "./advert.ts";
import type { PinSample, PinUse } from "./pin.ts";

/** What a session yields; it never touches a wire itself. */
export type Output =
  | { send: Uint8Array }
  /** `agoMs`: so long before it came the value was measured, by the device's own reckoning. */
  | { reading: { point: PointId; value: Value; agoMs?: number } }
  | { fault: FieldFault }
  /** A sound frame of a device that is not this one, by the address it gave. */
  | { stranger: string };

/** One device that is asked and answers. `now` is ms on a monotonic clock, here and below. */
export type AskingSession = {
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

/** What a session that waits has to do by itself: the owner calls `wake` when `due` has come. */
export type Waking = {
  /** Ms on the same clock; null while nothing is due. */
  due(): number | null;
  wake(now: number): Output[];
};

/** One device that speaks when it likes, on a line or a connection that it may share. `{ send }` is an answer, sent at once. */
export type ListeningSession = Waking & {
  receive(bytes: Uint8Array, now: number): Output[];
  /** A question of its own when its interval has come; absent where it never asks. */
  poll?(now: number): Output[];
  /** What another session of the device must know to go on, as JSON; absent where each message stands alone. */
  memory?(): unknown;
};

/** One device that advertises over BLE; it wakes where absence itself is what it tells. */
export type AdvertSession = Partial<Waking> & { hear(advert: Advert, now: number): Output[] };

/** One device on pins of a board. */
export type PinSession = Waking & { sense(sample: PinSample, now: number): Output[] };

type Declaration<Config extends TSchema> = {
  name: string;
  title: { zh: string; en: string };
  /** The settings of one device: the model's and the device's own, merged. */
  config: Config;
  /** The points these settings yield, and the kind of value each has. */
  points(config: Static<Config>): { id: PointId; kind: "number" | "boolean" | "string" }[];
  /** What on its link the device is known by: no two devices of a link may have the same. */
  address(config: Static<Config>): string;
};

/** `way` tells how the device is heard; `open` throws `SETTING_INVALID` naming the field where settings contradict themselves. */
export type AskingDriver<Config extends TSchema = TSchema> = Declaration<Config> & {
  way: "asks";
  open(config: Static<Config>): AskingSession;
};
export type ListeningDriver<Config extends TSchema = TSchema> = Declaration<Config> & {
  way: "listens";
  /** `memory`: what an earlier session of the device left; a new device has none. */
  open(config: Static<Config>, memory?: unknown): ListeningSession;
};
export type AdvertDriver<Config extends TSchema = TSchema> = Declaration<Config> & {
  way: "adverts";
  open(config: Static<Config>): AdvertSession;
  /** Which adverts may be the device's: all others are dropped where they come in. */
  filter(config: Static<Config>): AdvertFilter;
};
export type PinDriver<Config extends TSchema = TSchema> = Declaration<Config> & {
  way: "pins";
  open(config: Static<Config>): PinSession;
  /** The pins it needs, and how. */
  pins(config: Static<Config>): PinUse[];
};

export type Driver<Config extends TSchema = TSchema> =
  | AskingDriver<Config>
  | ListeningDriver<Config>
  | AdvertDriver<Config>
  | PinDriver<Config>;

export type Way = Driver["way"];
export type Session = ReturnType<Driver["open"]>;

/** Declares a driver; the config's schema gives `open` its type. */
export function defineDriver<Config extends TSchema>(driver: AskingDriver<Config>): AskingDriver<Config>;
export function defineDriver<Config extends TSchema>(driver: ListeningDriver<Config>): ListeningDriver<Config>;
export function defineDriver<Config extends TSchema>(driver: AdvertDriver<Config>): AdvertDriver<Config>;
export function defineDriver<Config extends TSchema>(driver: PinDriver<Config>): PinDriver<Config>;
export function defineDriver(driver: Driver): Driver {
  return driver;
}
