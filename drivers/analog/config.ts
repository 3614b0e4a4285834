/** The settings of one analog sensor: which pin, what signal, and how volts become the point's unit. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };

export const Calibration = Type.Object(
  {
    signal: Type.Number({ description: "what the sensor puts out: mA for `4-20 mA`, V for `0.5-4.5 V`" }),
    value: Type.Number({ description: "what that means, in the point's unit" }),
  },
  strict,
);
export type Calibration = Type.Static<typeof Calibration>;

export const AnalogConfig = Type.Object(
  {
    pin: Type.String({ minLength: 1, description: "the analog pin as the board calls it: `A0`" }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    signal: Type.Enum(["4-20 mA", "0.5-4.5 V"], { description: "what the sensor puts out" }),
    shuntOhm: Type.Optional(
      Type.Number({ minimum: 10, maximum: 500, description: "resistor the current runs through, Ω; `4-20 mA` only" }),
    ),
    divider: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 20,
        description: "the sensor's voltage is so many times that at the pin; 1 unless given; `0.5-4.5 V` only",
      }),
    ),
    points: Type.Array(Calibration, {
      minItems: 2,
      maxItems: 20,
      description: "calibration, by rising signal; straight lines between, and beyond the outermost",
    }),
    everyMs: Type.Integer({ minimum: 20, maximum: 3_600_000, description: "how often the pin is sampled, ms" }),
    median: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 31,
        description: "the value is the median of so many samples; 5 unless given",
      }),
    ),
    decimals: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 6, description: "the value is rounded to so many decimals; 3 unless given" }),
    ),
  },
  strict,
);
export type AnalogConfig = Type.Static<typeof AnalogConfig>;
