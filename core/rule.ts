/** A rule: when a point raises an alert and when it clears, as data. */
import Type from "typebox";
import { PointId, RuleId } from "./id.ts";
import { Bilingual } from "./point.ts";

/** 1 red, 2 orange, 3 yellow, 4 blue: the four colours of Chinese emergency levels. */
export const Severity = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)]);
export type Severity = Type.Static<typeof Severity>;

const strict = { additionalProperties: false };
const change = Type.Number({ exclusiveMinimum: 0, description: "by how much, in the point's unit" });
const span = Type.Integer({ minimum: 1000, maximum: 86_400_000, description: "within this time, ms" });

export const Condition = Type.Union([
  Type.Object(
    { above: Type.Number(), clearBelow: Type.Optional(Type.Number({ description: "defaults to `above`" })) },
    strict,
  ),
  Type.Object(
    { below: Type.Number(), clearAbove: Type.Optional(Type.Number({ description: "defaults to `below`" })) },
    strict,
  ),
  Type.Object({ equals: Type.Union([Type.Boolean(), Type.String()]) }, strict),
  Type.Object({ risesBy: change, withinMs: span }, strict),
  Type.Object({ fallsBy: change, withinMs: span }, strict),
  Type.Object(
    {
      silentIntervals: Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: "no reading of the point for so many of the device's sampling intervals",
      }),
    },
    strict,
  ),
]);
export type Condition = Type.Static<typeof Condition>;

const Hold = (description: string) => Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400_000, description }));

export const Rule = Type.Object(
  {
    id: RuleId,
    point: PointId,
    when: Condition,
    raiseAfterMs: Hold("how long the condition must hold before the alert is raised"),
    clearAfterMs: Hold("how long it must be gone before the alert is cleared"),
    votes: Type.Optional(
      Type.Object(
        { needed: Type.Integer({ minimum: 1, maximum: 32 }), of: Type.Integer({ minimum: 1, maximum: 32 }) },
        { ...strict, description: "N of the last M readings must agree, to raise and to clear" },
      ),
    ),
    flap: Type.Optional(
      Type.Object(
        { raises: Type.Integer({ minimum: 2, maximum: 100 }), withinMs: span },
        {
          ...strict,
          description: "raised so often within this time, one alert stays open and counts until it is calm for as long",
        },
      ),
    ),
    latch: Type.Optional(
      Type.Boolean({ description: "the siren goes on although the condition is gone, until somebody acknowledges" }),
    ),
    explains: Type.Optional(
      Type.Literal("silence", {
        description: "while it stands, other sensors of the gateway fall silent because of it",
      }),
    ),
    placeFrom: Type.Optional(
      Type.Unsafe<PointId>({
        ...PointId,
        description: "the text point that says where it is, where its device speaks of other places than its own",
      }),
    ),
    severity: Severity,
    title: Bilingual,
    advice: Type.Optional(Bilingual),
  },
  strict,
);
export type Rule = Type.Static<typeof Rule>;
