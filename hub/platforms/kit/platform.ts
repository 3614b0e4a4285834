/** What a platform is: one declaration over pure functions; its messages in, what they tell of devices out. */
import type { Static, TSchema } from "typebox";
import type { Bilingual } from "../../../core/point.ts";
import type { Cut } from "../../../drivers/kit/framer.ts";
import type { Push } from "../../store/pushes.ts";
import type { DoorAnswer, DoorRequest } from "./door.ts";
import type { Told } from "./told.ts";

/** One account of the platform, as somebody set it up. */
export type Connector<Settings extends TSchema = TSchema, Secrets extends TSchema = TSchema> = {
  id: string;
  settings: Static<Settings>;
  secrets: Static<Secrets>;
};

/** How its messages come in over HTTP. */
export type DoorWay<Settings extends TSchema, Secrets extends TSchema> = {
  /** What the platform asks before it sends anything, e.g. to see whose address this is. Absent: it never asks. */
  greet?(request: DoorRequest, connector: Connector<Settings, Secrets>): DoorAnswer;
  /** Throws `PUSH_REFUSED` for what this platform did not send. Compares in constant time (`secret.ts`). */
  verify(request: DoorRequest, connector: Connector<Settings, Secrets>, now: number): void;
  /**
   * Where each device comes with a credential of its own, which the hub made: which device it says it is, "" for one that
   * comes to join, and what it shows. Then `verify` is not asked.
   */
  shows?(request: DoorRequest): { device: string; credential: string | undefined };
  /** What it wants to hear once the message is stored; 200 without a body unless given. */
  answer?: DoorAnswer;
};

/** A port its devices dial in to; bytes become frames here, and nothing is answered before it is stored. */
export type ListenWish = {
  host: string;
  /** Null: not by this. 0 takes a free one. */
  tcpPort: number | null;
  udpPort: number | null;
  /** Of the driver's framer: the longest frame, and what bytes begin with. */
  most: number;
  cut(bytes: Uint8Array): Cut;
  /** Who sent a sound frame, and which part of how many it is; null for what is no message for the hub. */
  peek(frame: Uint8Array): { device: string; part?: { number: number; of: number } } | null;
  /** What is sent back once the message, one frame or all its parts, is stored. */
  answer(message: Uint8Array): Uint8Array[];
  /** What is sent back for what only looked like a frame; null: nothing. */
  deny(damaged: Uint8Array): Uint8Array | null;
};

export type Platform<Settings extends TSchema = TSchema, Secrets extends TSchema = TSchema> = {
  name: string;
  title: Bilingual;
  /** What is no secret; its descriptions are the form and the README's table. */
  settings: Settings;
  /** Strings all of them; written by people, read by the hub, shown to nobody. */
  secrets: Secrets;
  door?: DoorWay<Settings, Secrets>;
  listens?(connector: Connector<Settings, Secrets>): ListenWish;
  /**
   * The platform's own id of a message, by which one that is sent again is known; null where it has none: then what it
   * says is its id. Never throws. `received` tells apart what says the same again and means it.
   */
  keyOf(push: Pick<Push, "from" | "body" | "received">, connector: Connector<Settings, Secrets>): string | null;
  /** What a message tells, in its order. Throws `PUSH_UNREADABLE` naming the field. */
  read(push: Pick<Push, "from" | "body" | "received">, connector: Connector<Settings, Secrets>): Told[];
};

/** Declares a platform; its schemas give the functions their types. */
export function definePlatform<Settings extends TSchema, Secrets extends TSchema>(
  platform: Platform<Settings, Secrets>,
): Platform<Settings, Secrets> {
  return platform;
}
