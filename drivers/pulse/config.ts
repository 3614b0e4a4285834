/** The settings of one pulse sensor: which pin, how much a pulse is, and over which time it adds up. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const point = (description: string) => Type.Optional(Type.Unsafe<PointId>({ ...PointId, description }));

export const PulseConfig = Type.Object(
  {
    pin: Type.String({ minLength: 1, description: "the pin as the board calls it: `27`, `D2`" }),
    perPulse: Type.Number({
      exclusiveMinimum: 0,
      description: "what one pulse adds, in the points' unit: 0.2 for a 0.2 mm bucket",
    }),
    debounceMs: Type.Integer({
      minimum: 0,
      maximum: 2000,
      description: "edges closer than this are one pulse: a bucket's contact bounces, ms",
    }),
    mostPerSecond: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1000,
      description: "more pulses a second than this are noise and a fault, never a measurement",
    }),
    everyMs: Type.Integer({ minimum: 1000, maximum: 3_600_000, description: "how often the sums are told, ms" }),
    pull: Type.Optional(
      Type.Enum(["up", "down", "none"], { description: "the pin's own resistor; `up` unless given" }),
    ),
    sum: point("the point that holds what fell since the last telling"),
    hour: point("the point that holds what fell in the last 60 minutes"),
    total: point("the point that counts up from the start of the agent"),
  },
  { additionalProperties: false },
);
export type PulseConfig = Type.Static<typeof PulseConfig>;
