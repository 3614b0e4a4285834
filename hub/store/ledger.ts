/** The loss ledger: every record that a gateway took and the hub will never have. */
import type { GapReason } from "../../core/gap.ts";
import type { DeviceId, Epoch, GatewayId, PointId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";

export type LedgerRow = {
  gateway: GatewayId;
  lane: Lane;
  epoch: Epoch;
  /** Offset of the gap's first record. */
  from: number;
  /** When the hub learnt of it. */
  at: number;
  why: GapReason;
  /** Null when the gateway could not tell whose records they were. */
  device: DeviceId | null;
  point: PointId | null;
  count: number;
  /** Event times of the first and the last that is lost, ms since 1970; null when the gateway could not tell. */
  firstAt: number | null;
  lastAt: number | null;
};

export type LedgerFilter = {
  gateway?: GatewayId | undefined;
  /** Losses whose device is unknown are listed too: they may be its own. */
  device?: DeviceId | undefined;
  /** Closed-open event times that a loss overlaps; when it has none, the hub's learning of it counts as its end. */
  from?: number | undefined;
  to?: number | undefined;
};

export type LedgerSum = Pick<LedgerRow, "gateway" | "lane" | "device" | "point" | "why" | "count">;

export type Ledger = {
  add(row: LedgerRow): Promise<void>;
  /** Newest first. */
  list(filter: LedgerFilter, limit: number): Promise<LedgerRow[]>;
  /** The losses of all time, one row a series, lane and reason. */
  sums(filter: Pick<LedgerFilter, "gateway" | "device">): Promise<LedgerSum[]>;
};
