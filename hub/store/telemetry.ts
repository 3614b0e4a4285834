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
};

export type SeriesTable = {
  find(name: SeriesName): Promise<SeriesRow | null>;
  create(name: SeriesName, known: boolean): Promise<SeriesRow>;
  list(gateway?: GatewayId, device?: DeviceId): Promise<SeriesRow[]>;
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

export type Readings = {
  /** Every reading is kept, also several of one series at the same millisecond. */
  append(series: number, column: ReadingColumn): Promise<void>;
  /** Ascending by event time; readings of the same millisecond in order of arrival. */
  query(series: number, query: ReadingQuery): Promise<ReadingRow[]>;
};
