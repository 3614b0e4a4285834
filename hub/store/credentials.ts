/** Credentials of devices that speak for themselves, and the joining codes by which they get one; of either only a hash is kept. */
import type { GatewayId } from "../../core/id.ts";

export type CredentialRow = {
  id: string;
  connector: GatewayId;
  /** The device, as its connector knows it. */
  foreign: string;
  /** SHA-256 (hex) of the credential. */
  hash: string;
  by: string;
  at: number;
  /** When it was last seen to be used, to the hour; null: never. */
  usedAt: number | null;
  revokedAt: number | null;
  reason: string | null;
};

export type Credentials = {
  /** Of one device, newest first; those that were revoked too. */
  listOf(connector: GatewayId, foreign: string): Promise<CredentialRow[]>;
  put(row: CredentialRow): Promise<void>;
};

export type JoiningRow = {
  /** The open part of the code. */
  handle: string;
  connector: GatewayId;
  hash: string;
  /** `once`: for one device; `many`: for as many as `most`, until it ends. */
  use: "once" | "many";
  by: string;
  at: number;
  expiresAt: number;
  /** The device that joined by it last, as its connector knows it. */
  joined: string | null;
  /** How many devices may join by it; null: any number, of codes made before there was a limit. */
  most: number | null;
  /** How many have. */
  count: number;
  revokedAt: number | null;
};

export type Joinings = {
  find(handle: string): Promise<JoiningRow | null>;
  /** Newest first. */
  list(limit: number): Promise<JoiningRow[]>;
  put(row: JoiningRow): Promise<void>;
};
