/** Devices as a platform knows them, and which device of ours each is. */
import type { DeviceId, GatewayId } from "../../core/id.ts";

export type ForeignDevice = {
  connector: GatewayId;
  /** The platform's id of it. */
  foreign: string;
  device: DeviceId;
  /** The platform's product or profile; "" where it has none. */
  product: string;
  /** Null until somebody says what it is. */
  model: string | null;
  title: string;
  place: string;
  /** The driver's settings of this device besides its model's. */
  settings: Record<string, unknown>;
  metAt: number;
  /** Its newest message, the hub's clock; 0: none came yet. */
  heardAt: number;
  /** What the platform last said of its connection; null where it never did. */
  isOnline: boolean | null;
};

/** `known` undefined: it was too much to be kept. */
export type KnownBefore = { push: number; known?: unknown };
export type OnlineWord = Pick<ForeignDevice, "connector" | "foreign"> & {
  isOnline: boolean;
  at: number;
  isAgain: boolean;
  now: number;
};

export type ForeignDevices = {
  find(connector: GatewayId, foreign: string): Promise<ForeignDevice | null>;
  findByDevice(connector: GatewayId, device: DeviceId): Promise<ForeignDevice | null>;
  list(connector: GatewayId): Promise<ForeignDevice[]>;
  /** The same in parts: the next after this `foreign`, "" for the first. */
  slice(connector: GatewayId, after: string, limit: number): Promise<ForeignDevice[]>;
  count(connector: GatewayId): Promise<number>;
  /** How many of them are such whose model nobody named; asked with messages, and as quick beside thousands of others. */
  strangers(connector: GatewayId): Promise<number>;
  put(device: ForeignDevice): Promise<void>;
  /** When it was heard last only goes forward, except where that is later than `now`. */
  hear(connector: GatewayId, foreign: string, at: number, now: number): Promise<void>;
  /**
   * What the platform said of its connection, with the moment it meant; an older word changes nothing. Of two words of one
   * moment the later counts, unless it is only read again. One of a moment later than `now` is older than any.
   */
  hearOnline(word: OnlineWord): Promise<void>;
  /** Lets go of at most `limit` that nobody adopted and that said nothing since `before`; none is registered then. Answers how many. */
  removeUnknown(before: number, limit: number): Promise<number>;
  /** What its driver remembers of it between messages; null where it remembers nothing. */
  memory(connector: GatewayId, foreign: string): Promise<unknown>;
  remember(connector: GatewayId, foreign: string, memory: unknown): Promise<void>;
  /** What its driver knew before it read message `push`; null: it read none of this number. It goes with its message. */
  knownBefore(connector: GatewayId, foreign: string, push: number): Promise<KnownBefore | null>;
  /** Of the first message after this one. */
  nextKnown(connector: GatewayId, foreign: string, push: number): Promise<KnownBefore | null>;
  /** What is too long to be kept beside each message is not. */
  keepKnown(connector: GatewayId, foreign: string, push: number, known: unknown): Promise<void>;
};
