/** The rules every gateway has of itself: a device that is silent, a link that is down or cut; their words are data. */
import Type from "typebox";
import type { Device } from "../../core/device.ts";
import type { PointId, RuleId } from "../../core/id.ts";
import { Bilingual, faultPoint, type Point } from "../../core/point.ts";
import { Rule } from "../../core/rule.ts";

const strict = { additionalProperties: false };
/** As a rule, without what follows from where it is used. */
const { id: _id, point: _point, when: _when, ...words } = Rule.properties;
const Words = Type.Object(words, strict);

/** `hardware/gateway/rules.json`; `{link}` in a text is the link's id. */
export const OwnRules = Type.Object(
  {
    version: Type.String(),
    note: Type.String(),
    source: Type.String(),
    deviceSilent: Words,
    linkDown: Words,
    linkSilent: Words,
    linkPoint: Bilingual,
  },
  strict,
);
export type OwnRules = Type.Static<typeof OwnRules>;

const silentId = "silent" as RuleId;

/** A device that has a rule of its own on its fault, or one of this name, keeps it. */
export function withSilence(device: Device, { deviceSilent }: OwnRules): Device {
  const hasOwn = device.rules.some(({ id, point }) => id === silentId || point === faultPoint);
  const rule: Rule = { id: silentId, point: faultPoint, when: { equals: "FIELD_SILENT" }, ...deviceSilent };
  return hasOwn ? device : { ...device, rules: [...device.rules, rule] };
}

export function linkPointOf(link: string): PointId {
  return `link-${link}` as PointId;
}

/** The gateway's own device with a point and two rules for each link. */
export function withLinks(self: Device, links: readonly string[], rules: OwnRules): Device {
  const points = links.map(
    (link): Point => ({ id: linkPointOf(link), title: named(rules.linkPoint, link), kind: "string" }),
  );
  const own = links.flatMap((link) => [ruleOf(link, "down", rules.linkDown), ruleOf(link, "silent", rules.linkSilent)]);
  return { ...self, points: [...self.points, ...points], rules: [...self.rules, ...own] };
}

function ruleOf(link: string, finding: "down" | "silent", text: OwnRules["linkDown"]): Rule {
  const { title, advice } = text;
  return {
    ...text,
    id: `link-${link}-${finding}` as RuleId,
    point: linkPointOf(link),
    when: { equals: finding },
    title: named(title, link),
    ...(advice === undefined ? {} : { advice: named(advice, link) }),
  };
}

function named({ zh, en }: Bilingual, link: string): Bilingual {
  return { zh: zh.replaceAll("{link}", link), en: en.replaceAll("{link}", link) };
}
