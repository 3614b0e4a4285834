/** A gap batch: a range whose records are gone, with the reason, and count and times for each series, so that no range stays open. */
import { encode } from "cborg";
import { isName, mostReadings } from "./batch.ts";
import { Fault } from "./fault.ts";
import type { DeviceId, PointId } from "./id.ts";

/** `evicted` for want of room or by age, `quarantined` after the hub refused it, `damaged` on the gateway's disk. */
export const gapReasons = ["evicted", "quarantined", "damaged"] as const;
export type GapReason = (typeof gapReasons)[number];

/** How many readings of one series are gone; `firstAt` and `lastAt`: event times of the first and last of them, ms since 1970. */
export type GapRow = { device: DeviceId; point: PointId; count: number; firstAt?: number; lastAt?: number };

/** `series` may count fewer than `count`: what could not be read is not named, and summaries of readings counted before are not counted twice. */
export type Gap = { count: number; why: GapReason; series: GapRow[] };

const gapKind = 2;

/** More records than a journal can ever have held: a greater count is a mistake and would fill the range for ever. */
const mostRecords = 2 ** 40;

/** Body `[2, n, why, [[device, point, count, firstAt?, lastAt?], …]]`. */
export function encodeGap({ count, why, series }: Gap): Uint8Array {
  return encode([gapKind, count, why, series.map(packRow)]);
}

function packRow({ device, point, count, firstAt, lastAt }: GapRow): unknown[] {
  if (firstAt === undefined || lastAt === undefined) return [device, point, count];
  return [device, point, count, Math.round(firstAt), Math.round(lastAt)];
}

/** Holds a decoded CBOR item to the shape of a gap; null when it is another kind of body. Throws `BATCH_INVALID` or `BATCH_TOO_LARGE`. */
export function unpackGap(item: unknown): Gap | null {
  if (!Array.isArray(item) || item[0] !== gapKind) return null;
  const [, count, why, rows] = item;
  if (!isCount(count) || !gapReasons.includes(why) || !Array.isArray(rows))
    throw new Fault("BATCH_INVALID", "the body is not [2, n, why, [[device, point, count], …]]");
  if (rows.length > mostReadings)
    throw new Fault("BATCH_TOO_LARGE", `the gap names ${rows.length} series, at most ${mostReadings} are taken`);
  const wrong = rows.findIndex((row) => !isRow(row));
  if (wrong >= 0)
    throw new Fault("BATCH_INVALID", `series ${wrong} of the gap is not [device, point, count, firstAt?, lastAt?]`);
  const series = rows.map(unpackRow);
  if (series.reduce((sum, row) => sum + row.count, 0) > count)
    throw new Fault("BATCH_INVALID", "the gap's series count more than the gap");
  return { count, why, series };
}

function unpackRow([device, point, count, firstAt, lastAt]: unknown[]): GapRow {
  const row = { device: device as DeviceId, point: point as PointId, count: count as number };
  return firstAt === undefined ? row : { ...row, firstAt: firstAt as number, lastAt: lastAt as number };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostRecords;
}

function isRow(row: unknown): boolean {
  if (!Array.isArray(row) || !isName(row[0]) || !isName(row[1]) || !isCount(row[2])) return false;
  return row.length === 3 || (row.length === 5 && isTime(row[3]) && isTime(row[4]) && row[3] <= row[4]);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
