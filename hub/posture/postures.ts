/** The postures there are, everyday to typhoon red, and what each changes: versioned data. */
import Type from "typebox";
import { check } from "../../core/check.ts";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import data from "./postures.json" with { type: "json" };

const strict = { additionalProperties: false };

/** 平时 and the four colours of the typhoon warning. */
export const postureLevels = ["everyday", "typhoon-blue", "typhoon-yellow", "typhoon-orange", "typhoon-red"] as const;
export const PostureLevel = Type.Enum([...postureLevels]);
export type PostureLevel = (typeof postureLevels)[number];

const factor = Type.Number({ exclusiveMinimum: 0, maximum: 1 });

/** Faster and tighter, for what one kind of sensor measures. */
export const Change = Type.Object({ interval: factor, above: factor, units: Type.Array(Type.String()) }, strict);
export type Change = Type.Static<typeof Change>;

const Posture = Type.Object(
  {
    title: Bilingual,
    digestFrom: Type.Union([Severity, Type.Null()]),
    measures: Type.Record(Type.String(), Change),
  },
  strict,
);

/** `postures.json`. */
export const Postures = Type.Object(
  {
    version: Type.String(),
    note: Type.String(),
    source: Type.String(),
    leastEveryMs: Type.Integer({ minimum: 100 }),
    levels: Type.Object(Object.fromEntries(postureLevels.map((level) => [level, Posture])), strict),
  },
  strict,
);
export type Postures = Omit<Type.Static<typeof Postures>, "levels"> & {
  levels: Record<PostureLevel, Type.Static<typeof Posture>>;
};

export const postures = check(Postures, data, "SETTING_INVALID") as Postures;

/** Alerts of this severity and milder go to digests; null: every alert is told at once. */
export function digestFrom(level: PostureLevel): Severity | null {
  return postures.levels[level].digestFrom;
}
