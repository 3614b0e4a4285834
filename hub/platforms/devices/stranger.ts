/** A device nobody adopted says alarm: what it says waits, but somebody hears of it at once; when it is adopted the real alert comes in its place. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { GatewayId, PointId } from "../../../core/id.ts";
import type { Model } from "../../../core/model.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { Rule, Severity } from "../../../core/rule.ts";
import type { Alert } from "../../alerts/alert.ts";
import { applyAlertEvent } from "../../alerts/apply.ts";
import { hubRuleIds, inBoth } from "../../alerts/rules/hub-rules.ts";
import { cleared, raised } from "../../alerts/rules/mint.ts";
import type { Changes } from "../../changes.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import { momentOf } from "../intake/moment.ts";
import type { Heard } from "../intake/readings-of.ts";
import { tryReadings } from "../intake/try-readings.ts";
import type { Models } from "../kit/models.ts";

const rule = hubRuleIds.strangerAlarm;
/** The point of a device that nobody knows (`../kit/models.ts`). */
const point = "raw" as PointId;
/** Red and orange: what somebody has to go and see. */
const mostSeverity = 2;

type Cry = { said: Bilingual; severity: Severity };

/**
 * What it says by the models that make sense of it: an alarm, `quiet`, or null where none can tell. A limit of a number is
 * nobody's alarm: without its model its unit is a guess.
 */
export function cryOf(heard: Heard, models: Models): Cry | "quiet" | null {
  let found: Cry | "quiet" | null = null;
  for (const model of models.list()) {
    const alarms = model.rules.filter(isAlarm);
    // Named values are for one driver alone; what is spared here is spared for every message of a stranger.
    if (alarms.length === 0 || (heard.told.kind === "properties" && model.driver !== "properties")) continue;
    const cry = cryBy(model, alarms, heard, models);
    if (cry !== null && cry !== "quiet" && (found === null || found === "quiet" || cry.severity < found.severity))
      found = cry;
    else found ??= cry;
  }
  return found;
}

function isAlarm({ when, severity }: Rule): boolean {
  return severity <= mostSeverity && "equals" in when;
}

function cryBy({ model }: Model, alarms: readonly Rule[], heard: Heard, models: Models): Cry | "quiet" | null {
  const readings = tryReadings({ ...heard, foreign: { ...heard.foreign, model } }, models) ?? [];
  const newest = new Map(readings.map((reading) => [reading.point, reading.value]));
  const spoken = alarms.filter((one) => newest.has(one.point));
  const crying = spoken.find(({ when, point }) => "equals" in when && when.equals === newest.get(point));
  if (crying === undefined) return spoken.length === 0 ? null : "quiet";
  return { said: crying.title, severity: crying.severity };
}

export async function hearStranger(
  tables: Tables,
  heard: Heard,
  models: Models,
  changes: Changes,
  now: number,
): Promise<void> {
  const cry = cryOf(heard, models);
  if (cry === null) return;
  const { connector: gateway, device } = heard.foreign;
  const at = momentOf(heard.told, heard.push.received);
  const standing = (await standingOf(tables, gateway)).find((alert) => alert.device === device);
  if (cry === "quiet" && standing !== undefined && at > standing.lastRaisedAt)
    await applyAlertEvent(tables, gateway, cleared(standing, at).event, changes, now);
  if (cry === "quiet" || standing !== undefined) return;
  const about = { gateway, device, rule, point, severity: cry.severity, since: at, at, value: inBoth(cry.said) };
  await applyAlertEvent(tables, gateway, raised(about).event, changes, now);
}

/** Who was adopted says it in its own words from now on. */
export async function endStrangers(tables: Tables, connector: GatewayId, changes: Changes, now: number): Promise<void> {
  for (const alert of await standingOf(tables, connector)) {
    const foreign = await tables.foreignDevices.findByDevice(connector, alert.device);
    if (foreign === null || foreign.model !== null)
      await applyAlertEvent(tables, connector, cleared(alert, now).event, changes, now);
  }
}

/** One of them. */
export async function endStranger(
  tables: Tables,
  { connector, device }: Pick<ForeignDevice, "connector" | "device">,
  changes: Changes,
  now: number,
): Promise<void> {
  const alert = await tables.alerts.findOpen(connector, device, rule, false);
  if (alert !== null && isInAlarm(alert))
    await applyAlertEvent(tables, connector, cleared(alert, now).event, changes, now);
}

async function standingOf({ alerts }: Tables, connector: GatewayId): Promise<Alert[]> {
  return (await alerts.listOpenOf(connector)).filter((alert) => alert.rule === rule && isInAlarm(alert));
}
