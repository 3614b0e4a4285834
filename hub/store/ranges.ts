/** The offsets of each journal that are committed: what the hub acknowledges. */
import type { Epoch, GatewayId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import type { OffsetRanges } from "../../core/offset-ranges.ts";

export type Journal = { gateway: GatewayId; lane: Lane; epoch: Epoch };

export type Ranges = {
  /** Null for a journal that no status ever announced. */
  find(journal: Journal): Promise<OffsetRanges | null>;
  put(journal: Journal, have: OffsetRanges): Promise<void>;
};
