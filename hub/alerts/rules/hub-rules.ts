/** The rules the hub has of its own: their numbers and words are data. */
import Type from "typebox";
import { check } from "../../../core/check.ts";
import type { PointId, RuleId } from "../../../core/id.ts";
import { Bilingual } from "../../../core/point.ts";
import { Severity } from "../../../core/rule.ts";
import data from "./rules.json" with { type: "json" };

const strict = { additionalProperties: false };
const span = Type.Integer({ minimum: 0 });
const some = Type.Integer({ minimum: 1 });
const words = { severity: Severity, title: Bilingual, advice: Bilingual };

/** `rules.json`. */
export const HubRules = Type.Object(
  {
    version: Type.String(),
    note: Type.String(),
    source: Type.String(),
    graceMs: span,
    gatewaySilent: Type.Object({ ...words, raiseAfterMs: span, quietAfterMs: span }, strict),
    connectorSilent: Type.Object({ ...words, named: Bilingual, raiseAfterMs: span }, strict),
    strangerAlarm: Type.Object({ title: Bilingual, advice: Bilingual }, strict),
    sensorStale: Type.Object(
      { ...words, intervals: some, leastMs: span, graceMs: span, mostWaiting: span, ofPlatform: Bilingual },
      strict,
    ),
    batteryLow: Type.Object(
      {
        ...words,
        everyMs: some,
        overDays: some,
        leastDays: some,
        leastBuckets: some,
        withinDays: some,
        clearBeyondDays: some,
        prefixes: Type.Array(Type.String()),
        empty: Type.Record(Type.String(), Type.Number()),
      },
      strict,
    ),
    areaDark: Type.Object({ ...words, gateways: some, withinMs: span, raiseAfterMs: span }, strict),
  },
  strict,
);
export type HubRules = Type.Static<typeof HubRules>;

export const hubRules: HubRules = check(HubRules, data, "SETTING_INVALID");

type Name = "gatewaySilent" | "connectorSilent" | "strangerAlarm" | "sensorStale" | "batteryLow" | "areaDark";

/** As they stand in alerts; no device may have rules of these names. */
export const hubRuleIds: Record<Name, RuleId> = {
  gatewaySilent: "hub-gateway-silent" as RuleId,
  connectorSilent: "hub-connector-silent" as RuleId,
  strangerAlarm: "hub-stranger-alarm" as RuleId,
  sensorStale: "hub-sensor-stale" as RuleId,
  batteryLow: "hub-battery-low" as RuleId,
  areaDark: "hub-area-dark" as RuleId,
};

/** The point an alert about the gateway itself speaks of: whether anything is heard of it. */
export const heardPoint = "heard" as PointId;

type HubWords = { title: Bilingual; advice: Bilingual };

/** The words of a rule of the hub's own; undefined for those of devices. Behind a platform there is no gateway to go to. */
export function hubWords(rule: RuleId, isOfPlatform = false): HubWords | undefined {
  const name = (Object.keys(hubRuleIds) as Name[]).find((one) => hubRuleIds[one] === rule);
  if (name === undefined) return undefined;
  const words: HubWords & { ofPlatform?: Bilingual } = hubRules[name];
  return { title: words.title, advice: (isOfPlatform ? words.ofPlatform : undefined) ?? words.advice };
}

/** A case of the operator alone: it is about a platform's account, and no component of the district's. */
export function isOwnAffair(rule: string | null): boolean {
  return rule === hubRuleIds.connectorSilent || rule === hubRuleIds.strangerAlarm;
}

/** Words in both languages as the one value of an alert, and back. */
const between = " / ";

export function inBoth({ zh, en }: Bilingual): string {
  return `${zh}${between}${en}`;
}

export function eachOf(value: unknown): Bilingual {
  const [zh = "", ...more] = String(value).split(between);
  return { zh, en: more.join(between) || zh };
}
