/** Stores readings, tells the newest value of each series and keeps the health of each device. */
import type { Column } from "../../core/batch.ts";
import { isFaultCode } from "../../core/fault.ts";
import { faultPoint } from "../../core/point.ts";
import type { Changes } from "../changes.ts";
import type { DeviceHealth } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";
import type { LatestRow, SeriesName, SeriesRow, StoredBatch } from "../store/telemetry.ts";

type Message = Pick<StoredBatch, "gateway" | "journal" | "received" | "now"> & { columns: readonly Column[] };

/** Readings of unknown devices and points are stored all the same, and noted where the gateway still sends them. */
export async function appendColumns(tables: Tables, message: Message, changes: Changes): Promise<void> {
  const { gateway, columns, received, now = received } = message;
  const before: SeriesRow[] = [];
  for (const { device, point } of columns) {
    const name = { gateway, device, point };
    before.push((await tables.series.find(name)) ?? (await meetSeries(tables, name, changes)));
  }
  const parts = columns.map((column, i) => ({ series: (before[i] as SeriesRow).id, column }));
  const after = await tables.readings.append({ ...message, columns: parts });
  for (const [i, column] of columns.entries()) {
    const series = after[i] as SeriesRow;
    if (!series.known) await noteUnknown(tables, series, column, changes, received);
    noteLatest(series, before[i] as SeriesRow, changes);
    if (column.point !== faultPoint) continue;
    const { latest } = before[i] as SeriesRow;
    if (!isKnown(latest, column)) await keepHealth(tables, { ...series, latest }, column, changes, { received, now });
    await noteFieldFaults(tables, series, column, changes, received);
  }
}

async function meetSeries(tables: Tables, name: SeriesName, changes: Changes): Promise<SeriesRow> {
  await tables.devices.meet(name.gateway, name.device);
  const device = await tables.devices.find(name.gateway, name.device);
  const points = device?.registered ? (device.document?.points ?? []) : null;
  const known = points !== null && (name.point === faultPoint || points.some((point) => point.id === name.point));
  if (points === null) changes.registrations.add(name.gateway);
  return tables.series.create(name, known);
}

/** What was read before the gateway registered is its past: a sensor that was taken away since is no fault. */
async function noteUnknown(
  tables: Tables,
  { gateway, device, point }: SeriesName,
  { at }: Column,
  changes: Changes,
  now: number,
) {
  const { registeredAt = null } = (await tables.gateways.find(gateway)) ?? {};
  if (registeredAt !== null && at.every((moment) => moment < registeredAt)) return;
  const isRegistered = (await tables.devices.find(gateway, device))?.registered === true;
  const subject = isRegistered ? `${device}/${point}` : device;
  const detail = `${subject} is in no registration of ${gateway}`;
  changes.faults.add(await tables.faults.add({ gateway, code: "POINT_UNKNOWN", subject, detail }, now));
}

function noteLatest({ id, gateway, device, point, latest }: SeriesRow, before: SeriesRow, changes: Changes): void {
  if (latest !== null && latest !== before.latest) changes.latest.set(id, { gateway, device, point, ...latest });
}

const mostAheadMs = 60_000;
/** So late may be known when a device told of its health last: its row is not written with every reading. */
const healthMs = 60_000;

function isKnown(latest: LatestRow | null, { at, values }: Column): boolean {
  if (latest === null) return false;
  const minute = Math.floor(latest.at / healthMs);
  return (values as unknown[]).every(
    (value, i) => value === latest.value && Math.floor((at[i] as number) / healthMs) <= minute,
  );
}

/** `latest`: the newest fault code before; its moment may be newer than the one in the row. */
async function keepHealth(
  tables: Tables,
  { gateway, device, latest }: SeriesName & Pick<SeriesRow, "latest">,
  column: Column,
  changes: Changes,
  { received, now }: { received: number; now: number },
): Promise<void> {
  const known = await tables.devices.findHealth(gateway, device);
  const newestAt = Math.max(known?.at ?? 0, Math.min(latest?.at ?? 0, received));
  // Told while the hub's clock was ahead: whatever is told now is newer.
  const isAhead = newestAt > now + mostAheadMs;
  const before = known && { ...known, since: Math.min(known.since, now), at: isAhead ? 0 : newestAt };
  const health = healthAfter(before, column, received);
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
