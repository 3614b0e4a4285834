/** A point: what one device measures or senses, with its unit and range. */
import Type from "typebox";
import { PointId } from "./id.ts";

export const Bilingual = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);
export type Bilingual = Type.Static<typeof Bilingual>;

export const Point = Type.Object(
  {
    id: PointId,
    title: Bilingual,
    kind: Type.Union([Type.Literal("number"), Type.Literal("boolean"), Type.Literal("string")]),
    unit: Type.Optional(Type.String({ description: "UCUM code, e.g. m, Cel, V, %", minLength: 1 })),
    range: Type.Optional(
      Type.Tuple([Type.Number(), Type.Number()], {
        description: "Lowest and highest possible value; outside it the reading is a fault",
      }),
    ),
    states: Type.Optional(
      Type.Object(
        { true: Bilingual, false: Bilingual },
        { description: "What the two states of a boolean point are called", additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Point = Type.Static<typeof Point>;

/** Every device has this text point besides its own: the code of its present field fault, or "" when it is well. */
export const faultPoint = "fault" as PointId;
