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
};

export type Ledger = {
  add(row: LedgerRow): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<LedgerRow[]>;
};
