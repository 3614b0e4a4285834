/** A sensor of which nothing new comes though its gateway is online and says nothing of it. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { Alert } from "../alert.ts";
import type { GatewayFacts, HubFacts, SensorFacts } from "./facts.ts";
import { type HubRules, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.sensorStale;

/** Of a gateway that cannot be reached nothing is known: its sensors are judged again when it speaks. */
export function judgeSensors({ gateways, open, hasListened }: HubFacts, rules: HubRules, now: number): HubEvent[] {
  const standing = open.filter((alert) => alert.rule === rule && isInAlarm(alert));
  return gateways
    .filter(({ isOnline }) => isOnline)
    .flatMap((gateway) =>
      gateway.sensors.flatMap((sensor) => {
        const alert = standing.find((one) => one.gateway === gateway.id && one.device === sensor.id);
        if (alert !== undefined) return isHeardAgain(sensor, alert) ? [clearedBy(alert, sensor)] : [];
        const found = finding(gateway, sensor, rules.sensorStale);
        return hasListened && found !== null && now >= found.at ? [raised(found)] : [];
      }),
    );
}

/** A gateway that still sends what waited is not late with what is new. */
function finding(gateway: GatewayFacts, sensor: SensorFacts, numbers: HubRules["sensorStale"]) {
  const { id, everyMs, latest, isTold } = sensor;
  const { severity, intervals, leastMs, mostWaiting } = numbers;
  if (latest === null || everyMs === null || isTold || gateway.waiting > mostWaiting) return null;
  const at = Math.max(latest.receivedAt, gateway.since) + Math.max(leastMs, intervals * everyMs);
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
