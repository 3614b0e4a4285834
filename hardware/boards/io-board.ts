/** A board that only has inputs and outputs, as data: the schema of `hardware/boards/arduino-uno-io.json`. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Installation } from "./board.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1 });

export const IoBoard = Type.Object(
  {
    board: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*-io$", description: "the file's name without .json" }),
    title: Bilingual,
    firmware: Type.Object({ name: text, how: Bilingual, source: text }, strict),
    inputs: Type.Array(
      Type.Object({ name: text, kind: Type.Enum(["digital", "analog"]), limit: text, source: text }, strict),
      { minItems: 1 },
    ),
    notes: Type.Array(Type.Object({ note: Bilingual, source: text }, strict)),
    ...Installation,
  },
  strict,
);
export type IoBoard = Type.Static<typeof IoBoard>;
