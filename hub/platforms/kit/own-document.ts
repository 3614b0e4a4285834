/** What a device that speaks for itself may say of itself: its points, their units, and simple limits that become rules. */
import Type from "typebox";
import type { Device } from "../../../core/device.ts";
import { PointId, type RuleId } from "../../../core/id.ts";
import { Measures } from "../../../core/model.ts";
import type { Point } from "../../../core/point.ts";
import { type Rule, Severity } from "../../../core/rule.ts";

const strict = { additionalProperties: false };
const words = (most: number, description: string) => Type.String({ minLength: 1, maxLength: most, description });

export const OwnPoint = Type.Object(
  {
    id: Type.Unsafe<PointId>({ ...PointId, description: "its name in every message (SenML `n`)" }),
    title: Type.Optional(words(60, "what people call it; its id unless given")),
    kind: Type.Optional(Type.Enum(["number", "boolean", "string"], { description: "`number` unless given" })),
    unit: Type.Optional(words(20, "UCUM code: m, Cel, V, %")),
    range: Type.Optional(Type.Tuple([Type.Number(), Type.Number()], { description: "outside it a value is a fault" })),
    above: Type.Optional(Type.Number({ description: "an alert while it is higher" })),
    below: Type.Optional(Type.Number({ description: "an alert while it is lower" })),
    equals: Type.Optional(Type.Union([Type.Boolean(), Type.String()], { description: "an alert while it is this" })),
    severity: Type.Optional(Severity),
  },
  strict,
);
export type OwnPoint = Type.Static<typeof OwnPoint>;

export const OwnDocument = Type.Object(
  {
    measures: Type.Optional(Measures),
    everyMs: Type.Optional(
      Type.Integer({ minimum: 1000, maximum: 86_400_000, description: "how often it speaks; an hour unless given" }),
    ),
    points: Type.Array(OwnPoint, { minItems: 1, maxItems: 32 }),
  },
  strict,
);
export type OwnDocument = Type.Static<typeof OwnDocument>;

/** The model of a device that is none of `hardware/sensors/`. */
export const ownModel = "lilong-own";
const usualSeverity = 3;

export function partsOf({
  points,
  measures,
  everyMs,
}: OwnDocument): Pick<Device, "points" | "rules"> & Partial<Device> {
  return {
    ...{ points: points.map(pointOf), rules: points.flatMap(rulesOf) },
    ...(measures === undefined ? {} : { measures }),
    ...(everyMs === undefined ? {} : { everyMs }),
  };
}

function pointOf({ id, title = id, kind = "number", unit, range }: OwnPoint): Point {
  const about = { id, title: { zh: title, en: title }, kind };
  return { ...about, ...(unit === undefined ? {} : { unit }), ...(range === undefined ? {} : { range }) };
}

function rulesOf({ id, title = id, above, below, equals, severity = usualSeverity }: OwnPoint): Rule[] {
  const limits = [
    { name: "high", when: above === undefined ? null : { above }, zh: "过高", en: "too high" },
    { name: "low", when: below === undefined ? null : { below }, zh: "过低", en: "too low" },
    { name: "state", when: equals === undefined ? null : { equals }, zh: "报警", en: "alarm" },
  ];
  return limits.flatMap(({ name, when, zh, en }) => {
    if (when === null) return [];
    const words = { zh: `${title}${zh}`, en: `${title}: ${en}` };
    return [{ id: `${id.slice(0, 50)}-${name}` as RuleId, point: id, when, severity, title: words }];
  });
}
