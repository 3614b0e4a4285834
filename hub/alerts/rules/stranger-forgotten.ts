/** A device in alarm that nobody adopted and the hub let go of, for it said nothing for so long: nobody else could end its alert. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { SensorsFacts } from "./facts.ts";
import { hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent } from "./mint.ts";

export function judgeStrangers({ registered, open }: SensorsFacts, now: number): HubEvent[] {
  const standing = open.filter((alert) => alert.rule === hubRuleIds.strangerAlarm && isInAlarm(alert));
  return standing.filter(({ device }) => !registered.has(device)).map((alert) => cleared(alert, now));
}
