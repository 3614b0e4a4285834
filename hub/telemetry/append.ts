/** Stores readings and keeps the newest value of each series and the health of each device. */
import type { Column } from "../../core/batch.ts";
import { isFaultCode } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { quality } from "../../core/quality.ts";
import type { Value } from "../../core/reading.ts";
import type { Changes } from "../changes.ts";
import type { DeviceHealth } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";
import type { LatestRow, SeriesName, SeriesRow } from "../store/telemetry.ts";

/** Readings of unknown devices and points are stored all the same, and noted. */
export async function appendColumns(
  tables: Tables,
  gateway: GatewayId,
  columns: readonly Column[],
  changes: Changes,
  now: number,
): Promise<void> {
  for (const column of columns) await appendColumn(tables, gateway, column, changes, now);
}

async function appendColumn(tables: Tables, gateway: GatewayId, column: Column, changes: Changes, now: number) {
  const name = { gateway, device: column.device, point: column.point };
  const series = (await tables.series.find(name)) ?? (await meetSeries(tables, name, changes));
  await tables.readings.append(series.id, column);
  const summaries = column.quality.filter((bits) => (bits & quality.summary) !== 0).length;
  await tables.series.addDelivered(series.id, column.at.length - summaries, summaries);
  if (!series.known) await noteUnknown(tables, name, changes, now);
  await keepLatest(tables, series, column, changes, now);
  if (column.point !== faultPoint) return;
  await keepHealth(tables, name, column, changes, now);
  await noteFieldFaults(tables, name, column, changes, now);
}

async function meetSeries(tables: Tables, name: SeriesName, changes: Changes): Promise<SeriesRow> {
  await tables.devices.meet(name.gateway, name.device);
  const device = await tables.devices.find(name.gateway, name.device);
  const points = device?.registered ? (device.document?.points ?? []) : null;
  const known = points !== null && (name.point === faultPoint || points.some((point) => point.id === name.point));
  if (points === null) changes.registrations.add(name.gateway);
  return tables.series.create(name, known);
}

async function noteUnknown(tables: Tables, { gateway, device, point }: SeriesName, changes: Changes, now: number) {
  const subject = `${device}/${point}`;
  const detail = `${subject} is in no registration of ${gateway}`;
  changes.faults.add(await tables.faults.add({ gateway, code: "POINT_UNKNOWN", subject, detail }, now));
}

async function keepLatest(tables: Tables, series: SeriesRow, column: Column, changes: Changes, now: number) {
  const i = newestOf(column.at);
  const latest: LatestRow = {
    at: column.at[i] as number,
    receivedAt: now,
    value: column.values[i] as Value,
    quality: column.quality[i] as number,
  };
  if (series.latest !== null && momentOf(latest) < momentOf(series.latest)) return;
  await tables.series.putLatest(series.id, latest);
  const { gateway, device, point } = series;
  changes.latest.set(series.id, { gateway, device, point, ...latest });
}

/** Event time; but no reading is newer than its arrival, so a clock that ran ahead cannot freeze the newest value. */
function momentOf({ at, receivedAt }: Pick<LatestRow, "at" | "receivedAt">): number {
  return Math.min(at, receivedAt);
}

function newestOf(at: readonly number[]): number {
  return at.reduce((best, moment, i) => (moment >= (at[best] as number) ? i : best), 0);
}

async function keepHealth(
  tables: Tables,
  { gateway, device }: SeriesName,
  column: Column,
  changes: Changes,
  now: number,
): Promise<void> {
  const before = (await tables.devices.find(gateway, device))?.health ?? null;
  const health = healthAfter(before, column, now);
  if (health === before || health === null) return;
  await tables.devices.putHealth(gateway, device, health);
  if (health.code !== before?.code) changes.devices.set(`${gateway}/${device}`, { gateway, device });
}

/** What the field did wrong stands beside what the wire did wrong. */
async function noteFieldFaults(
  tables: Tables,
  { gateway, device }: SeriesName,
  column: Column,
  changes: Changes,
  now: number,
) {
  for (const code of column.values)
    if (isFaultCode(code))
      changes.faults.add(await tables.faults.add({ gateway, code, subject: device, detail: device, device }, now));
}

/** Folds a column of fault codes, in order of event time, into the health known before. */
export function healthAfter(before: DeviceHealth | null, column: Column, now: number): DeviceHealth | null {
  const moments = column.at.map((at, i) => ({ at: Math.min(at, now), code: String(column.values[i]) }));
  moments.sort((a, b) => a.at - b.at);
  return moments.reduce<DeviceHealth | null>((health, { at, code }) => {
    if (health !== null && at < health.at) return health;
    return { code, at, since: health?.code === code ? health.since : at };
  }, before);
}
