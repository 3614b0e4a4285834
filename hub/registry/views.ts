/** Gateways and devices as the API shows them. */
import type { GatewayId } from "../../core/id.ts";
import { paceOf } from "../../core/pace.ts";
import { faultPoint } from "../../core/point.ts";
import type { DeviceView, GatewayView, Latest } from "../http/views.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { GatewayRow, Presence } from "../store/gateways.ts";
import type { Entry } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";
import type { LatestRow, SeriesRow } from "../store/telemetry.ts";
import { classNameOf } from "./component-classes.ts";
import { freshMsOf } from "./freshness.ts";
import { factsView } from "./shown.ts";

/** All gateways, or those named. */
export async function gatewayViews(tables: Tables, only?: ReadonlySet<GatewayId>): Promise<GatewayView[]> {
  const rows = (await tables.gateways.list()).filter((row) => only === undefined || only.has(row.id));
  const books = await readBooks(tables);
  const alerts = await tables.alerts.countOpen();
  const devices = await tables.devices.count();
  const platforms = new Map((await tables.connectors.list()).map((row) => [row.id, row]));
  const entries = new Map((await tables.registry.listGateways()).map((entry) => [entry.gateway, entry]));
  return Promise.all(
    rows.map(async (row) => {
      const entry = entries.get(row.id) as Entry & { area: string | null };
      const about = { area: entry.area, registered: row.registration !== null };
      const platform = platforms.get(row.id);
      return {
        ...(platform === undefined ? {} : { platform: platform.platform }),
        ...(platform?.state === "paused" ? { paused: true as const } : {}),
        ...gatewayView(row, entry, devices.get(row.id) ?? 0, alerts.get(row.id) ?? 0),
        ...(await factsView(tables, books, entry, about)),
      };
    }),
  );
}

function gatewayView(row: GatewayRow, { facts }: Entry, devices: number, openAlerts: number) {
  const { status } = row;
  return {
    id: row.id,
    title: facts.name ?? (row.title || row.id),
    place: facts.place ?? row.place,
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

/** These devices with their newest values. */
export async function deviceViews(tables: Tables, rows: readonly DeviceRow[]): Promise<DeviceView[]> {
  const gateways = new Map((await tables.gateways.list()).map((row) => [row.id, row]));
  const books = await readBooks(tables);
  return Promise.all(
    rows.map(async (row) => {
      const series = await tables.series.list(row.gateway, row.id);
      return deviceView(tables, books, row, gateways.get(row.gateway), series);
    }),
  );
}

export async function oneDeviceView(tables: Tables, row: DeviceRow): Promise<DeviceView> {
  const gateway = (await tables.gateways.find(row.gateway)) ?? undefined;
  const series = await tables.series.list(row.gateway, row.id);
  const view = await deviceView(tables, await readBooks(tables), row, gateway, series);
  const wished = gateway?.desired?.devices.find(({ id }) => id === row.id)?.rules;
  const rules = wished ?? row.document?.rules;
  return rules === undefined ? view : { ...view, rules };
}

async function deviceView(
  tables: Tables,
  books: Books,
  row: DeviceRow,
  gateway: GatewayRow | undefined,
  series: readonly SeriesRow[],
): Promise<DeviceView> {
  const { document, entry } = row;
  const { name = row.id as string, place = gateway?.place ?? "" } = entry.facts;
  const code = document?.class ?? entry.facts.class;
  const className = classNameOf(books, code, document?.measures);
  return {
    gateway: row.gateway,
    id: row.id,
    registered: row.registered,
    ...(document === null ? {} : { model: document.model }),
    title: document?.title ?? { zh: name, en: name },
    place: document?.place ?? place,
    ...(code === undefined ? {} : { class: code }),
    ...(className === undefined ? {} : { className }),
    ...(await factsView(tables, books, entry, row)),
    health: healthView(row, gateway),
    freshMs: freshMsOf(paceOf(document), gateway?.kind === "platform"),
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
