/** Alerts as the API shows them: with the words and the place of the device's registration. */
import { isPatrol } from "../../core/alert-event.ts";
import { isInAlarm, standing } from "../../core/alert-state.ts";
import type { AlertId, DeviceId, GatewayId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Value } from "../../core/reading.ts";
import type { Rule } from "../../core/rule.ts";
import type { AlertView } from "../http/views.ts";
import type { Facts } from "../registry/facts.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { GatewayKind, GatewayRow, Presence } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";
import type { Alert } from "./alert.ts";
import { eachOf, hubRuleIds, hubRules, hubWords, isOwnAffair } from "./rules/hub-rules.ts";
import { toldPlace } from "./told-place.ts";

/** Finds each device once, however many alerts speak of it, and the alert an episode belongs to. */
export type DeviceFinder = {
  (gateway: GatewayId, device: DeviceId): Promise<DeviceRow | null>;
  alertOf(episode: AlertId): Promise<Alert | null>;
  /** As people find it, and whether it is there. */
  gateway(id: GatewayId): Promise<FoundGateway | null>;
  /** Where the alarm itself says it is, or "". */
  toldPlace(alert: Alert, rule: Rule | undefined): Promise<string>;
};

export type FoundGateway = { title: string; place: string; state: Presence; kind: GatewayKind };

export function deviceFinder(tables: Tables): DeviceFinder {
  const found = new Map<string, Promise<DeviceRow | null>>();
  const find = (gateway: GatewayId, device: DeviceId) => {
    const key = `${gateway}/${device}`;
    const known = found.get(key) ?? tables.devices.find(gateway, device);
    found.set(key, known);
    return known;
  };
  const gateways = new Map<GatewayId, Promise<FoundGateway | null>>();
  return Object.assign(find, {
    gateway(id: GatewayId) {
      const known = gateways.get(id) ?? gatewayOf(tables, id);
      gateways.set(id, known);
      return known;
    },
    toldPlace: (alert: Alert, rule: Rule | undefined) => toldPlace(tables, alert, rule),
    async alertOf(id: AlertId) {
      const episode = await tables.alerts.findEpisode(id);
      return episode === null ? null : tables.alerts.find(episode.alert);
    },
  });
}

async function gatewayOf({ gateways, registry }: Tables, id: GatewayId) {
  const [row, entry] = [await gateways.find(id), await registry.find({ gateway: id, device: null })];
  return row === null ? null : { ...calledBy(row, entry?.facts), state: row.state, kind: row.kind };
}

function calledBy({ id, title, place }: Pick<GatewayRow, "id" | "title" | "place">, facts: Facts = {}) {
  return { title: facts.name ?? (title || id), place: facts.place ?? place };
}

export async function alertView(alert: Alert, find: DeviceFinder): Promise<AlertView> {
  const found = await find(alert.gateway, alert.device);
  const document = found?.document ?? null;
  const rule = document?.rules.find(({ id }) => id === alert.rule);
  const owner = await find.gateway(alert.gateway);
  const advice = rule?.advice ?? hubAdvice(alert, owner, document?.title);
  const { unit, states } = document?.points.find((one) => one.id === alert.point) ?? {};
  const { id, gateway, device, point, severity, state, raisedAt, receivedAt, changedAt, value, count, ticket } = alert;
  return {
    ...{ id, gateway, device, rule: alert.rule, point, severity, state, raisedAt, receivedAt, changedAt },
    ...{ value, count, ticket, late: isLate(alert) },
    title: titleOf(rule, alert, owner),
    place: placeOf(alert, alert.value, document?.place ?? owner?.place, await find.toldPlace(alert, rule)),
    ...(owner !== null && isOwnAffair(alert.rule) ? { platform: owner.title } : {}),
    ...(await standingView(alert, find)),
    ...(alert.drill ? { drill: true } : {}),
    ...(found?.entry.life === "maintenance" ? { maintenance: true } : {}),
    ...(advice === undefined ? {} : { advice }),
    ...(unit === undefined ? {} : { unit }),
    ...(states === undefined ? {} : { states }),
    ...(document === null ? {} : { name: document.title }),
    ...(alert.clearedAt === null ? {} : { clearedAt: alert.clearedAt }),
    ...(alert.acknowledgedBy === null ? {} : { acknowledgedBy: alert.acknowledgedBy }),
    ...(alert.acknowledgedAt === null ? {} : { acknowledgedAt: alert.acknowledgedAt }),
  };
}

/** The end of a shelving is a change of its own, so what is stored is what stands. */
async function standingView({ state, shelved, cause, affected }: Alert, find: DeviceFinder) {
  const root = cause === null ? null : await find.alertOf(cause);
  const shelvedUntil = shelved?.until ?? null;
  return {
    standing: standing({ state, shelvedUntil }, root !== null && isInAlarm(root), 0),
    ...(shelved === null ? {} : { shelvedUntil: shelved.until, shelvedBy: shelved.by, shelvedReason: shelved.reason }),
    ...(cause === null ? {} : { cause: root?.id ?? cause }),
    ...(affected.length === 0 ? {} : { affected: [...affected] }),
  };
}

/** Heard so long after it happened, an alert is history first: the line was cut in between. */
const lateAfterMs = 5 * 60_000;

/** A raise that came in time since then makes it an alert of the present again. */
export function isLate({ raisedAt, lastRaisedAt, receivedAt }: Alert): boolean {
  return receivedAt - Math.max(raisedAt, lastRaisedAt) > lateAfterMs;
}

type HubAlert = Pick<Alert, "rule" | "gateway" | "device" | "affected" | "value" | "raisedAt">;

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** `2026-11-27 21:23`; a question mark for what an older alert did not keep. */
function momentOf(at: unknown): string {
  return typeof at === "number" ? shanghai.format(at) : "?";
}

/** The hub's own rules say how many devices are unknown, which platform, which device, and what that said. */
export function hubAdvice(
  { rule, gateway, device, affected, value, raisedAt }: HubAlert,
  owner: FoundGateway | null,
  title: Bilingual = { zh: device, en: device },
): AlertView["advice"] {
  const advice = hubWords(rule, owner?.kind === "platform")?.advice;
  const [said, platform] = [eachOf(value), owner?.title ?? gateway];
  const [since, last] = [momentOf(Math.min(raisedAt, ...(typeof value === "number" ? [value] : []))), momentOf(value)];
  const told = (language: "zh" | "en") => {
    const words = {
      affected: String(affected.length),
      platform,
      device: title[language],
      said: said[language],
      since,
      last,
    };
    return (advice?.[language] ?? "").replace(/\{(\w+)\}/g, (all, name) => words[name as keyof typeof words] ?? all);
  };
  return advice && { zh: told("zh"), en: told("en") };
}

const patrolTitle = { zh: "巡查发现", en: "Patrol report" };
const drillWord = { zh: "演练", en: "Drill" };

function namedBy({ title }: FoundGateway): Bilingual {
  const { zh, en } = hubRules.connectorSilent.named;
  return { zh: zh.replace("{platform}", () => title), en: en.replace("{platform}", () => title) };
}

/** The rule's words; its id until the gateway registers it. A drill says so before anything else. */
export function titleOf(
  rule: Rule | undefined,
  about: Pick<Alert, "rule" | "drill">,
  owner: FoundGateway | null = null,
): AlertView["title"] {
  if (isPatrol(about)) return patrolTitle;
  if (owner !== null && about.rule === hubRuleIds.connectorSilent) return namedBy(owner);
  if (!about.drill) return (rule ?? hubWords(about.rule))?.title ?? { zh: about.rule, en: about.rule };
  if (rule === undefined) return drillWord;
  return { zh: `${drillWord.zh}：${rule.title.zh}`, en: `${drillWord.en}: ${rule.title.en}` };
}

/** Who reports by patrol says where; a sensor is where it hangs, unless its alarm speaks of another place: people go there. */
export function placeOf(about: Pick<Alert, "rule">, value: Value | undefined, place = "", told = ""): string {
  if (isPatrol(about)) return typeof value === "string" && value !== "" ? value : place;
  if (told === "") return place;
  return place === "" ? told : `${told}（${place}报）`;
}
