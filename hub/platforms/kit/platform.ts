/** What a platform is: one declaration over pure functions; its messages in, what they tell of devices out. */
import type { Static, TSchema } from "typebox";
import type { Bilingual } from "../../../core/point.ts";
import type { Steps } from "../../../core/steps.ts";
import type { Cut } from "../../../drivers/kit/framer.ts";
import type { Product } from "../../store/connectors.ts";
import type { Push } from "../../store/pushes.ts";
import type { Call } from "../calls/caller.ts";
import type { AmqpWish } from "./amqp.ts";
import type { CommandWay } from "./commands.ts";
import type { Connector } from "./connector.ts";
import type { DoorAnswer, DoorRequest } from "./door.ts";
import type { Once } from "./once.ts";
import type { PulsarWish } from "./pulsar.ts";
import type { Told } from "./told.ts";

/** How its messages come in over HTTP. */
export type DoorWay<Settings extends TSchema, Secrets extends TSchema> = {
  /** What the platform asks before it sends anything, e.g. to see whose address this is. Absent: it never asks. */
  greet?(request: DoorRequest, connector: Connector<Settings, Secrets>): DoorAnswer;
  /** Throws `PUSH_REFUSED` for what this platform did not send; asked before there is a body, unless that is the proof. Compares in constant time (`secret.ts`). */
  verify(request: DoorRequest, connector: Connector<Settings, Secrets>, now: number): void;
  /** Its proof is of the body: then that is taken in before `verify` is asked. Absent: it is in the address or the headers. */
  provesBody?(connector: Connector<Settings, Secrets>): boolean;
  /** How it came, as `read` needs to know it; `POST` and the path unless given. No secret may be in it: it is kept. */
  fromOf?(request: DoorRequest, connector: Connector<Settings, Secrets>): string;
  /** The path holds a secret: then it is not kept with the message. */
  path?: "secret";
  /**
   * Where each device comes with a credential of its own, which the hub made: which device it says it is, "" for one that
   * comes to join, and what it shows. Then `verify` is not asked.
   */
  shows?(request: DoorRequest): { device: string; credential: string | undefined };
  /** What it wants to hear once the message is stored; 200 without a body unless given. */
  answer?: DoorAnswer;
};

/** A connection to a broker that the hub holds (`../lines/mqtt.ts`); null: this connector has none. */
export type MqttWish = {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  url: string;
  /** The same at every start: the broker keeps for it what came while the hub was away. */
  clientId: string;
  username?: string;
  password?: string;
  /** PEM of the authority that signed its certificate; public ones unless given. */
  ca?: string;
  /** Subscribed one after another. */
  topics: string[];
  /** Topic filters below them that are passed over. */
  except?: string[];
} | null;

/**
 * What to do next: to take what came, then to ask on, or to end the round. `mark` is kept once what came is stored: where
 * the next round begins. `then` throws what stops the round; it is begun again later.
 */
export type PullStep = {
  messages?: Pick<Push, "from" | "body">[];
  mark?: unknown;
  next: { ask: Call; then(answer: { status: number; body: Uint8Array }): PullStep } | null;
};

/** How the hub asks a platform for what it has (`../lines/pull.ts`). */
export type PullWay<Settings extends TSchema, Secrets extends TSchema> = {
  /** Ms between two rounds; null: this connector asks for nothing. */
  everyMs(connector: Connector<Settings, Secrets>): number | null;
  /** `mark` is null at the first round. */
  begin(connector: Connector<Settings, Secrets>, mark: unknown, now: number): PullStep;
};

/** What a platform told about its devices, by a name the platform chose; absent or null: nothing yet. */
export type Facts = Readonly<Record<string, unknown>>;
/** `decoded`: what came of the platform's `decode`, where that was run before. */
export type Decoded = { decoded?: unknown };
/** The message cannot be read before a fact of this name is learnt; then it is read. */
export type Waits = { waitsFor: string };

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
  /** What a schema cannot say of settings, when they are entered. Throws `INPUT_INVALID` naming the field. */
  examine?(settings: Static<Settings>, now: number): void;
  door?: DoorWay<Settings, Secrets>;
  /** The broker it listens to. */
  mqtt?(connector: Connector<Settings, Secrets>, now: number): MqttWish;
  /** What it is asked for, round after round. */
  pull?: PullWay<Settings, Secrets>;
  /** An AMQP 1.0 line that the hub holds; asked anew for each session. Null: this connector has none. */
  amqp?(connector: Connector<Settings, Secrets>, now: number): AmqpWish | null;
  /** A subscription at an Apache Pulsar that the hub holds; asked anew for each session. Null: this connector has none. */
  pulsar?(connector: Connector<Settings, Secrets>, now: number): PulsarWish | null;
  listens?(connector: Connector<Settings, Secrets>): ListenWish;
  /**
   * What takes long of reading a large message, in steps; absent: nothing does. Never throws: what is wrong is in what comes
   * of it, which `once` and `read` are given.
   */
  decode?(push: Pick<Push, "from" | "body" | "received">): Steps<unknown>;
  /**
   * By what a message is known when it is sent again. Never throws. With `mapping`, what comes of its `key` takes the place
   * of this once the message is read.
   */
  once(push: Pick<Push, "from" | "body"> & Decoded, connector: Connector<Settings, Secrets>): Once;
  /** What the platform's usual products are; those that the connector names come before them. */
  products?: readonly Product[];
  /** Names of facts, learnt from earlier messages, that are needed to read this one. Never throws. */
  needs?(push: Pick<Push, "from" | "body">, connector: Connector<Settings, Secrets>): string[];
  /** Facts by name that the message teaches for later ones. Throws `PUSH_UNREADABLE`. */
  teaches?(push: Pick<Push, "from" | "body">, connector: Connector<Settings, Secrets>, facts: Facts): Facts;
  /**
   * Somebody's own expressions, evaluated apart before the message is read (`../mapping/`): what comes of `mapping` is the
   * fact `mapping`, what comes of `key` is the message's own id. Throws `PUSH_UNREADABLE`.
   */
  mapping?(
    push: Pick<Push, "from" | "body" | "received">,
    connector: Connector<Settings, Secrets>,
  ): { mapping: string; key?: string; input: unknown; bindings: Record<string, unknown> };
  /** What a message tells, in its order. Throws `PUSH_UNREADABLE` naming the field. */
  read(
    push: Pick<Push, "from" | "body" | "received"> & Decoded,
    connector: Connector<Settings, Secrets>,
    facts: Facts,
  ): Told[] | Waits;
  /** How it carries commands to its devices; absent where it carries none. */
  commands?: CommandWay<Settings, Secrets>;
};

/** Declares a platform; its schemas give the functions their types. */
export function definePlatform<Settings extends TSchema, Secrets extends TSchema>(
  platform: Platform<Settings, Secrets>,
): Platform<Settings, Secrets> {
  return platform;
}
