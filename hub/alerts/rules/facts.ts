/** What the hub's own rules look at: how each gateway and sensor was last heard, and what of theirs is open. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId } from "../../../core/id.ts";
import { faultPoint } from "../../../core/point.ts";
import type { Value } from "../../../core/reading.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { GatewayRow } from "../../store/gateways.ts";
import type { Tables } from "../../store/store.ts";
import type { SeriesRow } from "../../store/telemetry.ts";
import type { Alert } from "../alert.ts";

/** The gateway as a device of its own. */
export const selfId = "gateway" as DeviceId;

export type SensorFacts = {
  id: DeviceId;
  /** Null where the gateway does not say how often it reads. */
  everyMs: number | null;
  /** The newest reading the hub has of it. */
  latest: { point: PointId; receivedAt: number; value: Value } | null;
  /** The gateway says itself that something is wrong with it. */
  isTold: boolean;
};

export type GatewayFacts = {
  id: GatewayId;
  place: string;
  isOnline: boolean;
  /** When it came or went, and its last message, on the hub's clock. */
  since: number;
  lastSeen: number;
  /** Readings that wait at the gateway. */
  waiting: number;
  sensors: readonly SensorFacts[];
  /** The alert by which it says that its mains is cut. */
  mainsCut: { alert: AlertId; at: number } | null;
};

export type HubFacts = {
  /** Long enough to have heard everybody who is connected. */
  hasListened: boolean;
  gateways: readonly GatewayFacts[];
  /** Every open alert, drills apart. */
  open: readonly Alert[];
};

const mostOpen = 10_000;

/** Gateways that never came, and those that were given up, are nobody's alarm. */
export async function gatherFacts(tables: Tables, hasListened: boolean): Promise<HubFacts> {
  const open = (await tables.alerts.list("open", mostOpen)).filter(({ drill }) => !drill);
  const devices = Map.groupBy(await tables.devices.list(), ({ gateway }) => gateway);
  const series = Map.groupBy(await tables.series.list(), ({ gateway }) => gateway);
  const rows = (await tables.gateways.list()).filter(({ status, registration }) => status !== null && registration);
  const gateways = rows.map((row) =>
    gatewayFacts(
      row,
      (devices.get(row.id) ?? []).filter(({ registered }) => registered),
      Map.groupBy(series.get(row.id) ?? [], ({ device }) => device),
      open.filter(({ gateway }) => gateway === row.id),
    ),
  );
  return { hasListened, gateways, open };
}

function gatewayFacts(
  { id, place, state, since, lastSeen, status }: GatewayRow,
  devices: readonly DeviceRow[],
  series: ReadonlyMap<DeviceId, SeriesRow[]>,
  open: readonly Alert[],
): GatewayFacts {
  const standing = open.filter(isInAlarm);
  const affected = new Set(standing.flatMap((alert) => alert.affected));
  const explaining = new Set(devices.flatMap(explainingRules));
  const mains = standing.find(({ device, rule }) => explaining.has(`${device}/${rule}`));
  return {
    ...{ id, place, since, lastSeen: lastSeen ?? since },
    isOnline: state === "online",
    waiting: status?.backlog.data ?? 0,
    mainsCut: mains === undefined ? null : { alert: newestOf(mains), at: mains.lastRaisedAt },
    sensors: devices
      .filter((row) => row.id !== selfId)
      .map((row) => sensorFacts(row, series.get(row.id) ?? [], affected, standing)),
  };
}

/** [core/rule.ts, `explains`] */
function explainingRules({ id, document }: DeviceRow): string[] {
  const rules = document?.rules.filter(({ explains }) => explains === "silence") ?? [];
  return rules.map((rule) => `${id}/${rule.id}`);
}

function sensorFacts(
  { id, document, health }: DeviceRow,
  series: readonly SeriesRow[],
  affected: ReadonlySet<DeviceId>,
  standing: readonly Alert[],
): SensorFacts {
  const told = standing.some(({ device, rule }) => device === id && rule === ("silent" as RuleId));
  const isTold = told || affected.has(id) || (health !== null && health.code !== "");
  return { id, everyMs: document?.everyMs ?? null, latest: latestOf(series), isTold };
}

function latestOf(series: readonly SeriesRow[]): SensorFacts["latest"] {
  const heard = series.flatMap(({ point, latest }) =>
    latest === null || point === faultPoint ? [] : [{ point, receivedAt: latest.receivedAt, value: latest.value }],
  );
  return heard.reduce<SensorFacts["latest"]>(
    (last, one) => (last && last.receivedAt >= one.receivedAt ? last : one),
    null,
  );
}

/** The episode that stands, by the id it has where it was found. */
export function newestOf({ history, id }: Pick<Alert, "history" | "id">): AlertId {
  return history.occurrences.at(-1)?.id ?? id;
}
