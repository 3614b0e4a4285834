/** The settings of one user information transmission device after GB/T 26875.3-2011, and what of it is a point. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };
const byte = (description: string) => Type.Integer({ minimum: 0, maximum: 255, description });
const point = Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" });
const bit = Type.Integer({
  minimum: 0,
  maximum: 15,
  description: "which bit; 1 is fire in every state [GB26875 §8.2.1]",
});
const system = Type.Optional(byte("type of the system; every one unless given"));
const systemAddress = Type.Optional(byte("address of the system; every one unless given"));
const partAddress = (description: string) => Type.Integer({ minimum: 0, maximum: 0xffffffff, description });
const partOrAny = Type.Optional(partAddress("address of the part; every one unless given: true while any is"));
const partOnly = partAddress("address of the part");

const Flag = Type.Object(
  {
    of: Type.Enum(["part", "system", "transmitter", "system operation", "transmitter operation"], {
      description: "whose bit it is",
    }),
    point,
    bit,
    trueWhen: Type.Optional(Type.Enum([0, 1], { description: "the state of the bit that means true; 1 unless given" })),
    system,
    systemAddress,
    part: partOrAny,
    orWhole: Type.Optional(
      Type.Boolean({
        description:
          "of a part: true too while its system or the device itself is in the state, and for a fire after a manual alarm",
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
    system,
    systemAddress,
    part: partOnly,
  },
  strict,
);

/** Where it burns: the description of the part that told it. */
const PartText = Type.Object(
  { of: Type.Literal("part text"), point, bit, system, systemAddress, part: partOrAny },
  strict,
);

const Words = Type.Object(
  {
    of: Type.Enum([
      "system version",
      "system configuration",
      "system time",
      "transmitter version",
      "transmitter configuration",
      "transmitter time",
    ]),
    point,
    system,
    systemAddress,
  },
  strict,
);

const PartWords = Type.Object(
  { of: Type.Literal("part configuration"), point, system, systemAddress, part: partOnly },
  strict,
);

const Heard = Type.Object({ of: Type.Literal("heard"), point }, strict);

export type FlagPoint = Type.Static<typeof Flag>;
export type AnaloguePoint = Type.Static<typeof Analogue>;
export type PartTextPoint = Type.Static<typeof PartText>;
export type WordsPoint = Type.Static<typeof Words> | Type.Static<typeof PartWords>;
export type HeardPoint = Type.Static<typeof Heard>;
export type MappedPoint = FlagPoint | AnaloguePoint | PartTextPoint | WordsPoint | HeardPoint;

export const Gbt26875Config = Type.Object(
  {
    source: Type.String({
      pattern: "^[0-9a-f]{12}$",
      description: "the device's address, 12 hex digits with the highest byte first (the wire has it lowest first)",
    }),
    points: Type.Array(Type.Union([Flag, Analogue, PartText, Words, PartWords, Heard]), {
      minItems: 1,
      description: "which states and values are points",
    }),
  },
  strict,
);
export type Gbt26875Config = Type.Static<typeof Gbt26875Config>;
