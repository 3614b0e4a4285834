/** What the district is told of each device: the newest word on it, its place in the feed, and what the district has of it. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";

export type InventoryState = "waiting" | "held" | "shared" | "rejected";

export type InventoryRow = {
  gateway: GatewayId;
  device: DeviceId;
  /** Place of its newest change in the feed; no two rows share one, and it only grows. */
  cursor: number;
  at: number;
  /** What is to be told; null when the device is gone. */
  item: unknown;
  /** Of the item; null when the device is gone. */
  hash: string | null;
  /** `held`: our own check found it wanting. `rejected`: the district did. */
  state: InventoryState;
  /** Hash of what the district has of it; null when it has nothing. */
  sharedHash: string | null;
  /** Why it is held or was rejected. */
  why: Bilingual | null;
};

export type InventoryChange = Pick<InventoryRow, "gateway" | "device" | "item" | "hash" | "at">;

export type Inventory = {
  find(gateway: GatewayId, device: DeviceId): Promise<InventoryRow | null>;
  listOf(gateway: GatewayId): Promise<InventoryRow[]>;
  /** The same rows' hashes, by device, without what is told. */
  hashesOf(gateway: GatewayId): Promise<Map<DeviceId, string | null>>;
  /** By `gateway/device`, after this one; "" begins. */
  list(after: string, limit: number): Promise<InventoryRow[]>;
  /** Those in this state, whatever their place. */
  listIn(state: InventoryState): Promise<InventoryRow[]>;
  /** The newest word on a device: a new place at the end of the feed, waiting. Returns the place. */
  put(change: InventoryChange): Promise<number>;
  /** Changes after this place, oldest first. */
  since(cursor: number, limit: number): Promise<InventoryRow[]>;
  /** What became of the change at this place; what has moved on since is left alone but for what the district has. */
  mark(row: Pick<InventoryRow, "gateway" | "device" | "cursor">, outcome: InventoryOutcome): Promise<void>;
  /** The newest place; 0 before the first. */
  newest(): Promise<number>;
  /** Devices that are there, by state; those in these areas, where some are given. */
  count(areas?: readonly string[]): Promise<Record<InventoryState, number>>;
  /** How many of those that are there the district has. */
  countShared(): Promise<number>;
  /** What the district has by our books: `gateway/device` and hash, in the order of the former. */
  shared(): Promise<{ id: string; hash: string }[]>;
};

export type InventoryOutcome = Pick<InventoryRow, "state" | "sharedHash" | "why">;
