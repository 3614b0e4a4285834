/** The port through which the district learns which devices there are; an adapter speaks its centre's own language. */
import type { CoverageReport } from "./coverage-report.ts";
import type { InventoryItem } from "./inventory/item.ts";

/** One device's newest word: what it is now, or that it is gone. */
export type InventoryWord = { id: string; hash: string; item: InventoryItem } | { id: string; gone: true };

/** Everything after `from` up to `to`; a device is named once. */
export type InventoryDelta = { feed: string; from: number; to: number; words: InventoryWord[] };

/** One page of everything there is; after the last one the district has exactly what the pages named. */
export type InventoryFull = {
  feed: string;
  transfer: string;
  page: number;
  isLast: boolean;
  /** Where the feed stood when the transfer began: deltas go on from here. */
  cursor: number;
  words: InventoryWord[];
};

export type InventoryRejection = { id: string; why: string };

export type InventoryAnswer =
  | { state: "taken"; rejected: InventoryRejection[] }
  /** The district does not stand where this page begins. `feed` null: it has nothing. */
  | { state: "gap"; feed: string | null; cursor: number };

/** Where the district stands. `feed` null: it has nothing. */
export type InventoryStanding = { feed: string | null; cursor: number; count: number; checksum: string };

/**
 * Every implementation passes `contract.test.ts`. All may throw `DISTRICT_UNREACHABLE` (try later) or
 * `DISTRICT_REFUSED` (somebody has to mend it); the same page again changes nothing.
 */
export type InventoryPort = {
  standing(): Promise<InventoryStanding>;
  delta(page: InventoryDelta): Promise<InventoryAnswer>;
  full(page: InventoryFull): Promise<InventoryAnswer>;
  /** What the district has, computed from what it keeps, in the order of the ids; "" begins. */
  hashes(after: string, limit: number): Promise<{ id: string; hash: string }[]>;
  /** How much of what should be connected is, and what lacks. `unknown`: this centre takes no such word. The same again changes nothing. */
  coverage?(report: CoverageReport): Promise<"taken" | "unknown">;
};
