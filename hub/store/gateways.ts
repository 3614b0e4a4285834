/** The gateways the hub knows: presence, key, configuration wanted and reported. */
import type { Desired, Reported } from "../../core/desired.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";

export type Presence = "online" | "offline" | "unknown";

/** A box that comes to the broker, or a platform's connector, which has no status, key, journal or configuration. */
export type GatewayKind = "gateway" | "platform";

/** The runs of the agent that came under one id, and the two that were found to run at once. */
export type Boots = {
  /** Oldest first, the present one last. */
  seen: string[];
  /** The boots of two machines with one card; nothing is taken from either until an operator releases the key. */
  clash: [string, string] | null;
};

export type Wished = { by: string; at: number };

export type GatewayRow = {
  id: GatewayId;
  kind: GatewayKind;
  /** Empty until the gateway registers. */
  title: string;
  place: string;
  state: Presence;
  /** When `state` began, ms since 1970. */
  since: number;
  lastSeen: number | null;
  /** The newest status document. */
  status: GatewayStatus | null;
  /** Hash of the newest good registration. */
  registration: string | null;
  /** When it came, ms since 1970; null where that was not kept yet. */
  registeredAt: number | null;
  /** SHA-256 (hex) of the key seen first. */
  keyHash: string | null;
  boots: Boots;
  /** What it is to run: the operator's wish, with the posture on top. */
  desired: Desired | null;
  /** The operator's own wish. */
  wish: Desired | null;
  /** Who wished it, and when; null where nobody did or it was not kept yet. */
  wished: Wished | null;
  reported: Reported | null;
};

/** How a gateway was last heard. */
export type HeardRow = Pick<GatewayRow, "id" | "place" | "state" | "since" | "lastSeen"> & {
  /** Readings that wait at it, by its newest status. */
  waiting: number;
  /** What stands here is a connector: without any message for so long it has stopped, ms; null: a gateway. Infinite while paused. */
  quietAfterMs: number | null;
};

export type Gateways = {
  find(id: GatewayId): Promise<GatewayRow | null>;
  /** Null where nothing of this id is known. */
  kindOf(id: GatewayId): Promise<GatewayKind | null>;
  /** The newest status alone: it is asked for with every batch. */
  findStatus(id: GatewayId): Promise<GatewayStatus | null>;
  findBoots(id: GatewayId): Promise<Boots>;
  list(): Promise<GatewayRow[]>;
  /** How those that came and registered, and connectors, that are not retired were last heard, or one of them, without their documents. */
  listHeard(only?: GatewayId): Promise<HeardRow[]>;
  /** How many gateways are online and told of more than `most` readings that wait. */
  countDraining(most: number): Promise<number>;
  /** A message came: makes the row when the gateway is new. */
  meet(id: GatewayId, now: number): Promise<void>;
  /** A connector is set up: from now on this id is a platform's, and reached. */
  stand(id: GatewayId, now: number): Promise<void>;
  putPresence(id: GatewayId, presence: { state: Presence; since: number }): Promise<void>;
  putStatus(id: GatewayId, status: GatewayStatus, presence: { state: Presence; since: number }): Promise<void>;
  putRegistration(
    id: GatewayId,
    registration: { title: string; place: string; hash: string; at: number },
  ): Promise<void>;
  /** Null: the next key that comes is trusted again. */
  putKeyHash(id: GatewayId, keyHash: string | null): Promise<void>;
  putBoots(id: GatewayId, boots: Boots): Promise<void>;
  /** Key, boots and session: whoever comes next under this id is the gateway, whatever was before. */
  forgetInstallation(id: GatewayId): Promise<void>;
  putDesired(id: GatewayId, desired: Desired): Promise<void>;
  putWish(id: GatewayId, wish: Desired, wished?: Wished): Promise<void>;
  putReported(id: GatewayId, reported: Reported): Promise<void>;
  /** No box is connected to a hub that has just started: `online` becomes `unknown`. */
  forgetPresence(now: number): Promise<void>;
};
