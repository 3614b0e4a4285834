/** Neighbours agree that the mains failed: several gateways of one area go silent or lose the mains together. Pure. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId } from "../../../core/id.ts";
import { type Areas, areaOf } from "../../rulebook/areas.ts";
import type { Alert } from "../alert.ts";
import { type GatewayFacts, type HubFacts, newestOf, selfId } from "./facts.ts";
import { silentSince } from "./gateway-silent.ts";
import { type HubRules, heardPoint, hubRuleIds } from "./hub-rules.ts";
import { cleared, type HubEvent, raised } from "./mint.ts";

const rule = hubRuleIds.areaDark;

type Dark = { gateway: GatewayFacts; since: number };

/** Gateways whose mains fail together, if any does; the name is what people call it. */
type Neighbourhood = { key: string; name: string };

/** By the rulebook's areas; where that says nothing smaller than a street, the first word of its place. Null where that is empty. */
export function neighbourhoodOf({ id, place }: Pick<GatewayFacts, "id" | "place">, areas: Areas): Neighbourhood | null {
  const area = areaOf(areas, id, place.trim());
  if (area !== null && area.tier !== "street") return { key: `area ${area.id}`, name: area.name };
  const word = place.trim().split(/\s+/)[0] ?? "";
  return word === "" ? null : { key: `word ${word}`, name: word };
}

/** Events, and for each dark gateway of an area that is dark the alert that explains it. Where nothing is dark no area is looked up. */
export function judgeAreas(
  { gateways, open, hasListened }: HubFacts,
  areas: Areas,
  rules: HubRules,
  now: number,
): { events: HubEvent[]; causes: ReadonlyMap<string, AlertId> } {
  const events: HubEvent[] = [];
  const causes = new Map<string, AlertId>();
  const dark = gateways.flatMap((gateway) => darkOf(gateway, rules, hasListened, now));
  const standing = open.filter((alert) => alert.rule === rule && isInAlarm(alert));
  for (const { name, members, alerts } of placesOf(dark, standing, gateways, areas)) {
    const [own, ...others] = alerts;
    // Who has just begun to listen does not know who is dark.
    if (own !== undefined && !hasListened) continue;
    events.push(...others.map((alert) => cleared(alert, now)));
    const { event, alert } = judgeArea(name, members, own, rules.areaDark, now);
    if (event !== null) events.push(event);
    if (alert !== null) for (const { gateway } of members) causes.set(gateway.id, alert);
  }
  return { events, causes };
}

type Place = { name: string; members: Dark[]; alerts: Alert[] };

/** Where something is dark, or was. An alert stands where its gateway does now, whatever the area is called by then. */
function placesOf(
  dark: readonly Dark[],
  standing: readonly Alert[],
  gateways: readonly GatewayFacts[],
  areas: Areas,
): Place[] {
  const places = new Map<string, Place>();
  const placeOf = (where: Neighbourhood) => {
    const place = places.get(where.key) ?? { name: where.name, members: [], alerts: [] };
    places.set(where.key, place);
    return place;
  };
  for (const one of dark) {
    const where = neighbourhoodOf(one.gateway, areas);
    if (where !== null) placeOf(where).members.push(one);
  }
  for (const alert of standing) {
    const gateway = gateways.find(({ id }) => id === alert.gateway);
    const where = gateway === undefined ? null : neighbourhoodOf(gateway, areas);
    placeOf(where ?? { key: `gone ${alert.id}`, name: "" }).alerts.push(alert);
  }
  return [...places.values()];
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
