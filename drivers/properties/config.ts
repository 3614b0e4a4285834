/** The settings of one device that speaks in named properties. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };
const meaning = Type.Union([Type.Boolean(), Type.String(), Type.Number()]);

export const NamedProperty = Type.Object(
  {
    property: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
      minItems: 1,
      maxItems: 8,
      description: "its names, the first that is there counts; a dot goes into an object: `Smoke.alarm`",
    }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    kind: Type.Enum(["number", "boolean", "string"], { description: "kind of the value" }),
    scale: Type.Optional(Type.Number({ description: "a number is multiplied by it; 1 unless given" })),
    offset: Type.Optional(Type.Number({ description: "added last; 0 unless given" })),
    bit: Type.Optional(Type.Integer({ minimum: 0, maximum: 31, description: "a boolean: this bit of the number" })),
    words: Type.Optional(
      Type.Record(Type.String(), meaning, {
        description:
          "what the values mean, written as text; any other is a fault. A boolean needs them unless it has `bit`",
      }),
    ),
    none: Type.Optional(
      Type.Array(Type.String(), {
        description: 'values, written as text, that stand for none; `""` and `null` always do',
      }),
    ),
  },
  strict,
);
export type NamedProperty = Type.Static<typeof NamedProperty>;

export const PropertiesConfig = Type.Object(
  {
    points: Type.Array(NamedProperty, { minItems: 1, description: "which properties are which points" }),
    others: Type.Optional(
      Type.Enum(["fault", "nothing"], {
        description: "an object that tells none of them is a `fault`, or `nothing`; a fault unless given",
      }),
    ),
    address: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "what the device is known by where several share a link",
      }),
    ),
  },
  strict,
);
export type PropertiesConfig = Type.Static<typeof PropertiesConfig>;
