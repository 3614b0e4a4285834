/** The settings of one telemetry station after SL 651-2014. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };
const digits = (count: number, description: string) =>
  Type.String({ pattern: `^[0-9A-F]{${count}}$`, description: `${description}, ${count} digits` });

export const ElementPoint = Type.Object(
  {
    element: Type.String({
      pattern: "^(FF)?[0-9A-F]{2}$",
      description: "lead byte of the element: `39` is the water level, `FF11` one of the maker's own",
    }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    bit: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 31,
        description: "which bit of a status word (`45`): the point is then boolean",
      }),
    ),
    trueWhen: Type.Optional(Type.Enum([0, 1], { description: "the state of the bit that means true; 1 unless given" })),
    scale: Type.Optional(Type.Number({ description: "the value is multiplied by it; 1 unless given" })),
    offset: Type.Optional(
      Type.Number({ description: "added last, such as the datum of a relative level; 0 unless given" }),
    ),
  },
  strict,
);
export type ElementPoint = Type.Static<typeof ElementPoint>;

export const Sl651Config = Type.Object(
  {
    station: digits(10, "the station's address"),
    mode: Type.Optional(
      Type.Enum(["M1", "M2", "M3", "M4"], {
        description:
          "M1 the station only sends; M2 each report is confirmed; M3 also in several packets; M4 it is asked (37H). M2 unless given",
      }),
    ),
    centre: Type.Optional(digits(2, "the centre's address; `01` unless given")),
    password: Type.Optional(digits(4, "the station's password, for asking; `0000` unless given")),
    closing: Type.Optional(
      Type.Enum(["stay online", "hang up"], {
        description: "what a confirmation tells the station to do (ESC or EOT); `stay online` unless given",
      }),
    ),
    series: Type.Optional(
      Type.Enum(["first", "last"], {
        description:
          "which value of a 5-minute series the observation time belongs to; `first` unless given [SL651 §6.6.4.6]",
      }),
    ),
    points: Type.Array(ElementPoint, { minItems: 1, description: "which elements are which points" }),
  },
  strict,
);
export type Sl651Config = Type.Static<typeof Sl651Config>;
