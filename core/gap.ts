/** A gap batch: a range whose records are gone, with the reason and the count for each series, so that no range stays open. */
import { encode } from "cborg";
import { isName, mostReadings } from "./batch.ts";
import { Fault } from "./fault.ts";
import type { DeviceId, PointId } from "./id.ts";

/** `evicted` by the byte budget, `quarantined` after the hub refused it, `damaged` on the gateway's disk. */
export const gapReasons = ["evicted", "quarantined", "damaged"] as const;
export type GapReason = (typeof gapReasons)[number];

/** `series` may count fewer than `count` when the records could not be read. */
export type Gap = { count: number; why: GapReason; series: { device: DeviceId; point: PointId; count: number }[] };

const gapKind = 2;

/** More records than a journal can ever have held: a greater count is a mistake and would fill the range for ever. */
const mostRecords = 2 ** 40;

/** Body `[2, n, why, [[device, point, count], …]]`. */
export function encodeGap({ count, why, series }: Gap): Uint8Array {
  return encode([gapKind, count, why, series.map((row) => [row.device, row.point, row.count])]);
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
  if (wrong >= 0) throw new Fault("BATCH_INVALID", `series ${wrong} of the gap is not [device, point, count]`);
  const series = rows.map(([device, point, n]) => ({
    device: device as DeviceId,
    point: point as PointId,
    count: n as number,
  }));
  if (series.reduce((sum, row) => sum + row.count, 0) > count)
    throw new Fault("BATCH_INVALID", "the gap's series count more than the gap");
  return { count, why, series };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostRecords;
}

function isRow(row: unknown): boolean {
  return Array.isArray(row) && row.length === 3 && isName(row[0]) && isName(row[1]) && isCount(row[2]);
}
