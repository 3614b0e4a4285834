/** The settings of one sensor that writes lines of text. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };

export const NamedGroup = Type.Object(
  {
    group: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]*$", description: "name of a group of the pattern" }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    kind: Type.Enum(["number", "boolean", "string"], { description: "kind of the value" }),
    scale: Type.Optional(Type.Number({ description: "a number is multiplied by it; 1 unless given" })),
    offset: Type.Optional(Type.Number({ description: "added last; 0 unless given" })),
    words: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.String(), Type.Number()]), {
        description: "what the sensor's words mean; any other word is a fault. A boolean needs them",
      }),
    ),
  },
  strict,
);
export type NamedGroup = Type.Static<typeof NamedGroup>;

export const LineConfig = Type.Object(
  {
    pattern: Type.String({
      minLength: 1,
      maxLength: 500,
      description:
        "regular expression (RE2) of a whole line without its end and checksum, with a named group for each value: `(?<level>[0-9.]+) m`",
    }),
    points: Type.Array(NamedGroup, { minItems: 1, description: "which groups are which points" }),
    address: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "what the group `address` must hold where several sensors share the line",
      }),
    ),
    ending: Type.Optional(
      Type.Enum(["LF", "CR", "CRLF"], {
        description: "what ends a line; `LF` unless given, a CR before it is dropped",
      }),
    ),
    checksum: Type.Optional(
      Type.Enum(["none", "NMEA", "sum", "CRC-16"], {
        description:
          "what follows the line: `*` and XOR of what stands between `$` and `*` (NMEA), or two (sum) or four (CRC-16/MODBUS) hex digits over all before; `none` unless given",
      }),
    ),
    mostCharacters: Type.Optional(
      Type.Integer({ minimum: 8, maximum: 512, description: "longest line; 128 unless given" }),
    ),
    ask: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description:
          "what the sensor is asked with at each interval, `\\r` and `\\n` included; without it, it speaks by itself",
      }),
    ),
  },
  strict,
);
export type LineConfig = Type.Static<typeof LineConfig>;
