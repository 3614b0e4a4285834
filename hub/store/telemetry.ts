/** Series and their readings. */
import type { DeviceId, GatewayId, PointId } from "../../core/id.ts";
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
  /** So many more were stored. */
  addDelivered(id: number, delivered: number, summaries: number): Promise<void>;
  putLatest(id: number, latest: LatestRow): Promise<void>;
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

export type Readings = {
  /** Every reading is kept, also several of one series at the same millisecond. */
  append(series: number, column: ReadingColumn): Promise<void>;
  /** Ascending by event time; readings of the same millisecond in order of arrival. */
  query(series: number, query: ReadingQuery): Promise<ReadingRow[]>;
  /** Readings of `[from, to)`, summaries apart. */
  count(series: number, from: number, to: number): Promise<number>;
  /** Removes the oldest before `at`, `most` at a time; returns how many went. */
  removeBefore(series: number, at: number, most: number): Promise<number>;
  /** The numbers of `[from, to)` folded into steps of `stepMs`, ascending; a step without readings is absent. */
  buckets(series: number, query: BucketQuery): Promise<Bucket[]>;
};
