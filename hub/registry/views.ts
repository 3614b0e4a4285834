/** Gateways and devices as the API shows them. */
import type { GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import type { DeviceView, GatewayView, Latest } from "../http/views.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { GatewayRow, Presence } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";
import type { LatestRow, SeriesRow } from "../store/telemetry.ts";

/** All gateways, or those named. */
export async function gatewayViews(tables: Tables, only?: ReadonlySet<GatewayId>): Promise<GatewayView[]> {
  const rows = (await tables.gateways.list()).filter((row) => only === undefined || only.has(row.id));
  const alerts = await tables.alerts.countOpen();
  const devices = await tables.devices.count();
  return rows.map((row) => gatewayView(row, devices.get(row.id) ?? 0, alerts.get(row.id) ?? 0));
}

function gatewayView(row: GatewayRow, devices: number, openAlerts: number): GatewayView {
  const { status } = row;
  return {
    id: row.id,
    title: row.title || row.id,
    place: row.place,
    state: row.state,
    since: row.since,
    ...(row.lastSeen === null ? {} : { lastSeen: row.lastSeen }),
    ...(status === null ? {} : { version: status.version, clock: status.clock }),
    session: status?.session ?? 0,
    backlog: status?.backlog ?? { data: 0, alert: 0 },
    devices,
    openAlerts,
  };
}

/** The devices of one gateway, or of all. */
export async function deviceViews(tables: Tables, gateway?: GatewayId): Promise<DeviceView[]> {
  const gateways = new Map((await tables.gateways.list()).map((row) => [row.id, row]));
  const series = groupByDevice(await tables.series.list(gateway));
  const devices = await tables.devices.list(gateway);
  return devices.map((row) => deviceView(row, gateways.get(row.gateway), series.get(keyOf(row.gateway, row.id)) ?? []));
}

export async function oneDeviceView(tables: Tables, row: DeviceRow): Promise<DeviceView> {
  const gateway = (await tables.gateways.find(row.gateway)) ?? undefined;
  const view = deviceView(row, gateway, await tables.series.list(row.gateway, row.id));
  const wished = gateway?.desired?.devices.find(({ id }) => id === row.id)?.rules;
  const rules = wished ?? row.document?.rules;
  return rules === undefined ? view : { ...view, rules };
}

function deviceView(row: DeviceRow, gateway: GatewayRow | undefined, series: readonly SeriesRow[]): DeviceView {
  const { document } = row;
  return {
    gateway: row.gateway,
    id: row.id,
    registered: row.registered,
    ...(document === null ? {} : { model: document.model }),
    title: document?.title ?? { zh: row.id, en: row.id },
    place: document?.place ?? gateway?.place ?? "",
    ...(document?.class === undefined ? {} : { class: document.class }),
    health: healthView(row, gateway),
    points: pointsOf(row, series),
  };
}

/** Nothing is known of a device whose gateway is silent: it is neither well nor at fault. */
export function healthView(
  row: DeviceRow,
  gateway: { state: Presence; since: number } | undefined,
): DeviceView["health"] {
  if (gateway?.state !== "online") return { state: "unknown", ...(gateway ? { since: gateway.since } : {}) };
  if (row.health === null) return { state: "unknown" };
  const { code, since } = row.health;
  return code === "" ? { state: "well", since } : { state: "fault", code, since };
}

/** The registered points, then those that only readings speak of. */
function pointsOf(row: DeviceRow, series: readonly SeriesRow[]): DeviceView["points"] {
  const rows = new Map<string, SeriesRow>(series.map((one) => [one.point, one]));
  rows.delete(faultPoint);
  const registered = (row.document?.points ?? []).map((point) => {
    const latest = rows.get(point.id)?.latest ?? null;
    rows.delete(point.id);
    return latest === null ? point : { ...point, latest: latestView(latest) };
  });
  return [...registered, ...[...rows.values()].flatMap(strayPoint)];
}

function strayPoint({ point: id, latest }: SeriesRow): DeviceView["points"] {
  if (latest === null) return [];
  const kind = typeof latest.value as "number" | "boolean" | "string";
  return [{ id, title: { zh: id, en: id }, kind, latest: latestView(latest) }];
}

export function latestView({ at, receivedAt, value, quality }: LatestRow): Latest {
  return { at, receivedAt, value, quality };
}

function groupByDevice(series: readonly SeriesRow[]): Map<string, SeriesRow[]> {
  return Map.groupBy(series, (row) => keyOf(row.gateway, row.device));
}

function keyOf(gateway: string, device: string): string {
  return `${gateway}/${device}`;
}
