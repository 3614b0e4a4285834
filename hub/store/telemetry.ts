/** Series and their readings. */
import type { DeviceId, Epoch, GatewayId, PointId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import type { Value } from "../../core/reading.ts";

/** The newest reading of a series by event time. */
export type LatestRow = { at: number; receivedAt: number; value: Value; quality: number };

export type SeriesName = { gateway: GatewayId; device: DeviceId; point: PointId };

export type SeriesRow = SeriesName & {
  id: number;
  /** Whether the gateway's registration names the point. */
  known: boolean;
  latest: LatestRow | null;
  /** Readings ever stored, and apart from them summaries, which stand for readings that were thinned. */
  delivered: number;
  summaries: number;
};

export type SeriesTable = {
  find(name: SeriesName): Promise<SeriesRow | null>;
  create(name: SeriesName, known: boolean): Promise<SeriesRow>;
  list(gateway?: GatewayId, device?: DeviceId): Promise<SeriesRow[]>;
  /** The registration named these points of the device, and no others. */
  markKnown(gateway: GatewayId, device: DeviceId, points: readonly PointId[]): Promise<void>;
  /** The registration names only these devices. */
  markUnknownExcept(gateway: GatewayId, devices: readonly DeviceId[]): Promise<void>;
};

/** Readings of one series, column by column; the three have one entry a reading. */
export type ReadingColumn = { at: readonly number[]; values: readonly Value[]; quality: readonly number[] };

/** `[at, value, quality]` */
export type ReadingRow = [at: number, value: Value, quality: number];

export type ReadingQuery = {
  /** Closed-open, event time in ms. */
  from: number;
  to: number;
  limit: number;
  /** Which end is kept when there are more than `limit`. */
  keep: "oldest" | "newest";
};

/** `[start of the step, readings, smallest, largest, mean, last by event time]` */
export type Bucket = [at: number, n: number, min: number, max: number, mean: number, last: number];

export type BucketQuery = { from: number; to: number; stepMs: number; limit: number };

/** What one message brought: readings of one gateway, and the part of its journal that they are. */
export type StoredBatch = {
  gateway: GatewayId;
  /** Ms since 1970. */
  received: number;
  /** The hub's clock, where that is not when it was received: of what is read again. */
  now?: number;
  /** Offsets `[from, to)`, which the journal's ranges have from then on; null for readings that no journal counts. */
  journal: { lane: Lane; epoch: Epoch; from: number; to: number } | null;
  columns: readonly { series: number; column: ReadingColumn }[];
};

/** A reading that was misread, by its time and what was read of it; null: there was none. */
export type Correction = { at: number; was: Value; value: Value | null };

/** What is older may go, ms since 1970: readings, what was folded of them by the minute, and by the hour. */
export type KeepLimits = { now: number; raw: number; minutes: number; hours: number };

/**
 * Background work is done in steps. A step ends early, its work kept, when `isOver` says so; it does something before it
 * asks. A step resolves to whether, or after which series, there is more to do now.
 */
export type Readings = {
  /** Every reading is kept, also several of one series at the same millisecond. Returns the series as they are after it, in order of the columns. */
  append(batch: StoredBatch): Promise<SeriesRow[]>;
  /** Ascending by event time; readings of the same millisecond in order of arrival. */
  query(series: number, query: ReadingQuery): Promise<ReadingRow[]>;
  /** Readings of `[from, to)`, summaries apart. */
  count(series: number, from: number, to: number): Promise<number>;
  /** The numbers of `[from, to)` folded into steps of `stepMs`, ascending; a step without readings is absent. */
  buckets(series: number, query: BucketQuery): Promise<Bucket[]>;
  /** Puts right what was misread. Answers how many were there. */
  correct(series: number, corrections: readonly Correction[], now: number): Promise<number>;
  /** Moves what was appended to where it stays. */
  settle(now: number, isOver: () => boolean): Promise<boolean>;
  /** Folds the hours that are over, of the series after `after`; null when all are done. */
  rollUp(now: number, after: number, isOver: () => boolean): Promise<number | null>;
  /** Lets go of what is older than the limits, of the series after `after`; null when all are done. */
  removeBefore(limits: KeepLimits, after: number, isOver: () => boolean): Promise<number | null>;
};
