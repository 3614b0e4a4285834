/** What the hub's own rules look at: how each gateway and sensor was last heard, and what of theirs is open. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId } from "../../../core/id.ts";
import { paceOf } from "../../../core/pace.ts";
import { faultPoint } from "../../../core/point.ts";
import type { Value } from "../../../core/reading.ts";
import { meaning } from "../../registry/life.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { HeardRow } from "../../store/gateways.ts";
import type { Tables } from "../../store/store.ts";
import type { SeriesRow } from "../../store/telemetry.ts";
import type { Alert } from "../alert.ts";

/** The gateway as a device of its own. */
export const selfId = "gateway" as DeviceId;

/** How a gateway was last heard: when it came or went, and its last message, on the hub's clock. */
export type HeardFacts = {
  id: GatewayId;
  place: string;
  isOnline: boolean;
  since: number;
  lastSeen: number;
  /** Readings that wait at the gateway. */
  waiting: number;
  /** Null for a gateway; a connector has stopped when nothing came for so long, ms. */
  quietAfterMs: number | null;
};

export type GatewayFacts = HeardFacts & {
  /** Those that are unknown while it cannot be reached; looked for only when it is away or long quiet. */
  devices: readonly DeviceId[];
  /** The alert by which it says that its mains is cut. */
  mainsCut: { alert: AlertId; at: number } | null;
};

/** Open alerts, drills apart; `hasListened`: long enough to have heard everybody who is connected. */
type Known = { hasListened: boolean; open: readonly Alert[] };
export type HubFacts = Known & { gateways: readonly GatewayFacts[] };

export type SensorFacts = {
  id: DeviceId;
  /** Null where nobody said how often it speaks. */
  everyMs: number | null;
  /** The newest reading the hub has of it. */
  latest: { point: PointId; receivedAt: number; value: Value } | null;
  /** The gateway says itself that something is wrong with it. */
  isTold: boolean;
};

export type SensorsFacts = Known & {
  gateway: HeardFacts;
  sensors: readonly SensorFacts[];
  /** All its devices, those that nobody misses among them. */
  registered: ReadonlySet<DeviceId>;
};

const mostOpen = 10_000;
/** Who spoke within this time is not asked for its devices. */
const latelyMs = 60_000;

/** Gateways that never came are nobody's alarm. Small enough for thousands of them: no device is read but of those away. */
export async function gatherGateways(tables: Tables, hasListened: boolean, now: number): Promise<HubFacts> {
  const open = (await tables.alerts.list("open", mostOpen)).filter(({ drill }) => !drill);
  const ofGateway = Map.groupBy(open.filter(isInAlarm), ({ gateway }) => gateway);
  const gateways: GatewayFacts[] = [];
  for (const row of await tables.gateways.listHeard()) {
    const heard = heardFacts(row);
    const standing = ofGateway.get(row.id) ?? [];
    const isAway = !heard.isOnline || now - heard.lastSeen > (heard.quietAfterMs ?? latelyMs);
    const isNew = isAway && !standing.some(({ device }) => device === selfId);
    const devices = isNew ? (await registeredRows(tables, row.id)).filter(isMissed).map(({ id }) => id) : [];
    gateways.push({ ...heard, devices, mainsCut: await mainsCutOf(tables, standing) });
  }
  return { hasListened, gateways, open };
}

/** One gateway's sensors. */
export async function gatherSensors(tables: Tables, row: HeardRow, hasListened: boolean): Promise<SensorsFacts> {
  const open = (await tables.alerts.listOpenOf(row.id)).filter(({ drill }) => !drill);
  const standing = open.filter(isInAlarm);
  const affected = new Set(standing.flatMap((alert) => alert.affected));
  const series = Map.groupBy(await tables.series.list(row.id), ({ device }) => device);
  const rows = await registeredRows(tables, row.id);
  const sensors = rows
    .filter(isMissed)
    .map((device) => sensorFacts(device, series.get(device.id) ?? [], affected, standing));
  const registered = new Set(rows.map(({ id }) => id));
  return { hasListened, gateway: heardFacts(row), sensors, registered, open };
}

async function registeredRows(tables: Tables, gateway: GatewayId): Promise<DeviceRow[]> {
  return (await tables.devices.list(gateway)).filter(({ registered, id }) => registered && id !== selfId);
}

/** Whose silence counts. */
function isMissed({ entry }: DeviceRow): boolean {
  return meaning[entry.life].missed;
}

function heardFacts({ state, lastSeen, since, ...row }: HeardRow): HeardFacts {
  return { ...row, since, lastSeen: lastSeen ?? since, isOnline: state === "online" };
}

/** [core/rule.ts, `explains`] */
async function mainsCutOf(tables: Tables, standing: readonly Alert[]): Promise<GatewayFacts["mainsCut"]> {
  for (const alert of standing) {
    if (alert.device === selfId) continue;
    const document = (await tables.devices.find(alert.gateway, alert.device))?.document;
    const rule = document?.rules.find(({ id }) => id === alert.rule);
    if (rule?.explains === "silence") return { alert: newestOf(alert), at: alert.lastRaisedAt };
  }
  return null;
}

function sensorFacts(
  { id, document, health }: DeviceRow,
  series: readonly SeriesRow[],
  affected: ReadonlySet<DeviceId>,
  standing: readonly Alert[],
): SensorFacts {
  const told = standing.some(({ device, rule }) => device === id && rule === ("silent" as RuleId));
  const isTold = told || affected.has(id) || (health !== null && health.code !== "");
  return { id, everyMs: paceOf(document), latest: latestOf(series), isTold };
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
