/** The gateways the hub knows: presence, key, configuration wanted and reported. */
import type { Desired, Reported } from "../../core/desired.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";

export type Presence = "online" | "offline" | "unknown";

export type GatewayRow = {
  id: GatewayId;
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
  /** SHA-256 (hex) of the key seen first. */
  keyHash: string | null;
  desired: Desired | null;
  reported: Reported | null;
};

export type Gateways = {
  find(id: GatewayId): Promise<GatewayRow | null>;
  /** The newest status alone: it is asked for with every batch. */
  findStatus(id: GatewayId): Promise<GatewayStatus | null>;
  list(): Promise<GatewayRow[]>;
  /** A message came: makes the row when the gateway is new. */
  meet(id: GatewayId, now: number): Promise<void>;
  putStatus(id: GatewayId, status: GatewayStatus, presence: { state: Presence; since: number }): Promise<void>;
  putRegistration(id: GatewayId, registration: { title: string; place: string; hash: string }): Promise<void>;
  /** Null: the next key that comes is trusted again. */
  putKeyHash(id: GatewayId, keyHash: string | null): Promise<void>;
  putDesired(id: GatewayId, desired: Desired): Promise<void>;
  putReported(id: GatewayId, reported: Reported): Promise<void>;
  /** Nobody is connected to a hub that has just started: `online` becomes `unknown`. */
  forgetPresence(now: number): Promise<void>;
};
