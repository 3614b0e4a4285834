/** What a platform is: one declaration over pure functions; its messages in, what they tell of devices out. */
import type { Static, TSchema } from "typebox";
import type { Bilingual } from "../../../core/point.ts";
import type { Push } from "../../store/pushes.ts";
import type { AmqpWish } from "./amqp.ts";
import type { CommandWay } from "./commands.ts";
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
  /** The path holds a secret: then it is not kept with the message. */
  path?: "secret";
  /** What it wants to hear once the message is stored; 200 without a body unless given. */
  answer?: DoorAnswer;
};

export type Platform<Settings extends TSchema = TSchema, Secrets extends TSchema = TSchema> = {
  name: string;
  title: Bilingual;
  /** What is no secret; its descriptions are the form and the README's table. */
  settings: Settings;
  /** Strings all of them; written by people, read by the hub, shown to nobody. */
  secrets: Secrets;
  door?: DoorWay<Settings, Secrets>;
  /** An AMQP 1.0 line that the hub holds; asked anew for each session. Null: this connector has none. */
  amqp?(connector: Connector<Settings, Secrets>, now: number): AmqpWish | null;
  /**
   * The platform's own id of a message, by which one that is sent again is known; null where it has none: then what it
   * says is its id. Never throws.
   */
  keyOf(push: Pick<Push, "from" | "body">, connector: Connector<Settings, Secrets>): string | null;
  /** What a message tells, in its order. Throws `PUSH_UNREADABLE` naming the field. */
  read(push: Pick<Push, "from" | "body" | "received">, connector: Connector<Settings, Secrets>): Told[];
  /** How it carries commands to its devices; absent where it carries none. */
  commands?: CommandWay<Settings, Secrets>;
};

/** Declares a platform; its schemas give the functions their types. */
export function definePlatform<Settings extends TSchema, Secrets extends TSchema>(
  platform: Platform<Settings, Secrets>,
): Platform<Settings, Secrets> {
  return platform;
}
