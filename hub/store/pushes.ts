/** Messages of platforms as they came: stored before they are acknowledged, and kept so that they can be read again. */
import type { GatewayId } from "../../core/id.ts";

export type Push = {
  connector: GatewayId;
  /** The platform's own id of the message, else made of what it says: the same message is taken once. */
  key: string;
  /** Also the same: one that has this key and came later than `since`. */
  again?: { key: string; since: number };
  /**
   * Of MQTT: the id of its packet. `againSince`, where the sender says that it sent this before: also the same is one that
   * came later than this by the same way, of the same packet id and with the same body.
   */
  delivery?: { id: number; againSince: number | null };
  /** Ms since 1970, the hub's clock. */
  received: number;
  /** How it came: an HTTP path, an MQTT topic, an AMQP address, a peer. */
  from: string;
  body: Uint8Array;
};

/**
 * `waiting` to be read; `again`: was read once and waits behind what is new; `taken`; `unknown`: of a device nobody adopted yet; `refused`: it cannot be read, `why` says so.
 */
export type PushState = "waiting" | "again" | "taken" | "unknown" | "refused";

export type PushRow = Omit<Push, "again" | "delivery"> & {
  n: number;
  state: PushState;
  /** Code and detail of what refused it, or "". */
  why: string;
  /** The platform's own clock, ms since 1970. */
  platformAt: number | null;
  /** What it has yielded so far, each `device/point/at=value`: read again, it yields that once, or something right instead. */
  yielded: readonly string[];
  /** The first device in it that waits for adoption, as the platform names it. */
  foreign: string | null;
};

/** A message as a list shows it: the beginning of what it says and yielded, and how long it is. */
export type PushHead = PushRow & { bytes: number };

export type PushOutcome = Pick<PushRow, "state" | "why" | "platformAt" | "yielded" | "foreign">;

export type Pushes = {
  /** Whether each is new; of one key a connector has one message, and none beside one that it says `again`, or that its `delivery` says. */
  add(pushes: readonly Push[]): Promise<boolean[]>;
  /** Connectors of which something is to be read. */
  lanes(): Promise<GatewayId[]>;
  /** Of one connector, oldest first; what is to be read again only where nothing new waits. */
  waiting(connector: GatewayId, limit: number): Promise<PushRow[]>;
  settle(n: number, outcome: PushOutcome): Promise<void>;
  /** Its own id was found in it only now. False: another has that, and this one keeps its key. */
  rekey(n: number, key: string): Promise<boolean>;
  find(n: number): Promise<PushRow | null>;
  /** Newest first, below `before`. */
  list(connector: GatewayId, state: PushState | null, limit: number, before?: number): Promise<PushRow[]>;
  /** The same, of each only its beginning: 500 of a mebibyte are not held in memory to be cut. */
  heads(connector: GatewayId, state: PushState | null, limit: number, before?: number): Promise<PushHead[]>;
  /** Those that wait for one device to be adopted, newest first. */
  listUnknown(connector: GatewayId, foreign: string, limit: number): Promise<PushRow[]>;
  /** Kept as they come and go: as quick for a million. */
  count(connector: GatewayId): Promise<Record<PushState, number>>;
  /** When the newest came, kept when it is gone; null: none ever did. */
  newest(connector: GatewayId): Promise<number | null>;
  /** Those of a device that waited for its adoption are to be read again. Answers how many. */
  readAgain(connector: GatewayId, foreign: string): Promise<number>;
  /** This one is to be read again, for what its driver knew before it was put right. */
  readOneAgain(n: number): Promise<void>;
  /** What came in `[from, to)` is to be read again, whatever it yielded. Answers how many. */
  replay(connector: GatewayId, from: number, to: number): Promise<number>;
  /** Lets go of at most `limit` that came before `at` and do not wait. Answers how many. */
  removeBefore(at: number, limit: number): Promise<number>;
};
