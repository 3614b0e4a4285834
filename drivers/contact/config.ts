/** The settings of one contact: which pin, how it is wired, and how long it must be still. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };
const ohm = (description: string) =>
  Type.Number({ minimum: 100, maximum: 1_000_000, description: `${description}, Ω` });

export const Loop = Type.Object(
  {
    supplyV: Type.Number({ minimum: 1, maximum: 5.5, description: "voltage the loop is pulled up to, V" }),
    pullUpOhm: ohm("resistor from that voltage to the pin"),
    inSeriesOhm: ohm("resistor in series with the contact, at the far end of the line"),
    acrossOhm: ohm("resistor across the contact, at the far end of the line"),
    everyMs: Type.Integer({ minimum: 20, maximum: 60_000, description: "how often the voltage is looked at, ms" }),
  },
  strict,
);
export type Loop = Type.Static<typeof Loop>;

export const ContactConfig = Type.Object(
  {
    pin: Type.String({ minLength: 1, description: "the pin as the board calls it: `17`, `D4`; `A0` for a loop" }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    trueWhen: Type.Enum(["closed", "open"], {
      description:
        "state of the contact that means true: `closed` where it is normally open, `open` where normally closed",
    }),
    debounceMs: Type.Integer({
      minimum: 0,
      maximum: 10_000,
      description: "how long the contact must stay as it is before it is believed, ms",
    }),
    pull: Type.Optional(
      Type.Enum(["up", "down", "none"], {
        description: "the pin's own resistor; `up` unless given: the contact closes to ground",
      }),
    ),
    loop: Type.Optional(
      Type.Unsafe<Loop>({
        ...Loop,
        description:
          "resistors of a supervised loop on an analog pin; without them a cut wire reads as an open contact",
      }),
    ),
  },
  strict,
);
export type ContactConfig = Type.Static<typeof ContactConfig>;
