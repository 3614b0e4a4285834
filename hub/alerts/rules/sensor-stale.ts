/** A sensor of which nothing new comes though its gateway is online and says nothing of it. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import { lateAfterMs } from "../../registry/freshness.ts";
import type { Alert } from "../alert.ts";
import type { HeardFacts, SensorFacts, SensorsFacts } from "./facts.ts";
import { type HubRules, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.sensorStale;

/** The sensors of one gateway. Of one that cannot be reached nothing is known: they are judged again when it speaks. */
export function judgeSensors({ gateway, sensors, open, hasListened }: SensorsFacts, rules: HubRules, now: number) {
  if (!gateway.isOnline) return [];
  const standing = open.filter((alert) => alert.rule === rule && isInAlarm(alert));
  return sensors.flatMap((sensor): HubEvent[] => {
    const alert = standing.find(({ device }) => device === sensor.id);
    if (alert !== undefined) return isHeardAgain(sensor, alert) ? [clearedBy(alert, sensor)] : [];
    const found = finding(gateway, sensor, rules.sensorStale);
    return hasListened && found !== null && now >= found.at ? [raised(found)] : [];
  });
}

/** A gateway that still sends what waited is not late with what is new. */
function finding(gateway: HeardFacts, sensor: SensorFacts, numbers: HubRules["sensorStale"]) {
  const { id, everyMs, latest, isTold } = sensor;
  const { severity, mostWaiting } = numbers;
  if (latest === null || everyMs === null || isTold || gateway.waiting > mostWaiting) return null;
  const at = Math.max(latest.receivedAt, gateway.since) + lateAfterMs(everyMs, numbers);
  const { point, value } = latest;
  return { gateway: gateway.id, device: id, rule, point, severity, since: latest.receivedAt, at, value };
}

/** Only a reading ends it: that the gateway tells of a fault meanwhile does not. */
function isHeardAgain({ latest }: SensorFacts, { lastRaisedAt }: Alert): boolean {
  return latest !== null && latest.receivedAt > lastRaisedAt;
}

function clearedBy(alert: Alert, { latest }: SensorFacts): HubEvent {
  return cleared(alert, latest?.receivedAt ?? alert.lastRaisedAt, latest?.value);
}
