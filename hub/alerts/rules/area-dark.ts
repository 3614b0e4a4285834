/** Neighbours agree that the mains failed: several gateways of one area go silent or lose the mains together. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId } from "../../../core/id.ts";
import type { Alert } from "../alert.ts";
import { type GatewayFacts, type HubFacts, newestOf, selfId } from "./facts.ts";
import { silentSince } from "./gateway-silent.ts";
import { type HubRules, heardPoint, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.areaDark;

type Dark = { gateway: GatewayFacts; since: number };

/** The compound a gateway stands in: the first word of its place. */
export function areaOf({ place }: Pick<GatewayFacts, "place">): string {
  return place.trim().split(/\s+/)[0] ?? "";
}

/** Events, and for each dark gateway of an area that is dark the alert that explains it. */
export function judgeAreas(
  { gateways, open, hasListened }: HubFacts,
  rules: HubRules,
  now: number,
): { events: HubEvent[]; causes: ReadonlyMap<string, AlertId> } {
  const events: HubEvent[] = [];
  const causes = new Map<string, AlertId>();
  for (const [area, members] of Map.groupBy(gateways, areaOf)) {
    if (area === "") continue;
    const standing = open.find((alert) => alert.rule === rule && isInAlarm(alert) && alert.value === area);
    const dark = members.flatMap((gateway) => darkOf(gateway, rules, hasListened, now));
    // Who has just begun to listen does not know who is dark.
    if (standing !== undefined && !hasListened) continue;
    const { event, alert } = judgeArea(area, dark, standing, rules.areaDark, now);
    if (event !== null) events.push(event);
    if (alert !== null) for (const { gateway } of dark) causes.set(gateway.id, alert);
  }
  return { events, causes };
}

function judgeArea(
  area: string,
  dark: readonly Dark[],
  standing: Alert | undefined,
  { severity, gateways, withinMs, raiseAfterMs }: HubRules["areaDark"],
  now: number,
): { event: HubEvent | null; alert: AlertId | null } {
  if (standing !== undefined) {
    const isOver = dark.length < gateways;
    return { event: isOver ? cleared(standing, now) : null, alert: isOver ? null : newestOf(standing) };
  }
  const together = firstTogether(dark, gateways, withinMs);
  const since = together.at(-1)?.since ?? Number.POSITIVE_INFINITY;
  const at = since + raiseAfterMs;
  if (now < at) return { event: null, alert: null };
  const gateway = together.map((one) => one.gateway.id).sort()[0] as GatewayFacts["id"];
  const about = { gateway, device: selfId, rule, point: heardPoint, severity, since, at, value: area };
  const event = raised(about);
  return { event, alert: event.event.alert };
}

/** The first so many that went within the time, oldest first; none when they did not. */
function firstTogether(dark: readonly Dark[], needed: number, withinMs: number): readonly Dark[] {
  const sorted = dark.toSorted((a, b) => a.since - b.since || (a.gateway.id < b.gateway.id ? -1 : 1));
  for (let i = 0; i + needed <= sorted.length; i++) {
    const some = sorted.slice(i, i + needed) as [Dark, ...Dark[]];
    if ((some.at(-1) as Dark).since - some[0].since <= withinMs) return some;
  }
  return [];
}

function darkOf(gateway: GatewayFacts, rules: HubRules, hasListened: boolean, now: number): Dark[] {
  if (gateway.mainsCut !== null) return [{ gateway, since: gateway.mainsCut.at }];
  const since = silentSince(gateway, rules.gatewaySilent, hasListened, now);
  return since === null ? [] : [{ gateway, since }];
}
