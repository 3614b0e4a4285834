/** The settings of one user information transmission device after GB/T 26875.3-2011, and which of its states are points. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };
const byte = (description: string) => Type.Integer({ minimum: 0, maximum: 255, description });
const point = Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" });
const trueWhen = Type.Optional(
  Type.Enum([0, 1], { description: "the state of the bit that means true; 1 unless given" }),
);

const Flag = Type.Object(
  {
    of: Type.Enum(["part", "system", "transmitter", "system operation", "transmitter operation"], {
      description: "whose bit it is",
    }),
    point,
    bit: Type.Integer({ minimum: 0, maximum: 15, description: "which bit; 1 is fire in every state [GB26875 §8.2.1]" }),
    trueWhen,
    system: Type.Optional(byte("type of the system; every one unless given")),
    systemAddress: Type.Optional(byte("address of the system; every one unless given")),
    part: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 0xffffffff,
        description: "address of the part; every one unless given: true while any is",
      }),
    ),
  },
  strict,
);

const Analogue = Type.Object(
  {
    of: Type.Literal("analogue"),
    point,
    analogue: byte("type of the analogue value: 2 is a height, 3 a temperature"),
    system: Type.Optional(byte("type of the system; every one unless given")),
    systemAddress: Type.Optional(byte("address of the system; every one unless given")),
    part: Type.Integer({ minimum: 0, maximum: 0xffffffff, description: "address of the part" }),
  },
  strict,
);

export type FlagPoint = Type.Static<typeof Flag>;
export type AnaloguePoint = Type.Static<typeof Analogue>;

export const Gbt26875Config = Type.Object(
  {
    source: Type.String({
      pattern: "^[0-9a-f]{12}$",
      description: "the device's address, 12 hex digits with the highest byte first (the wire has it lowest first)",
    }),
    points: Type.Array(Type.Union([Flag, Analogue]), {
      minItems: 1,
      description: "which states and values are points",
    }),
  },
  strict,
);
export type Gbt26875Config = Type.Static<typeof Gbt26875Config>;
