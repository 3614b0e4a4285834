/** Where somebody stood when they did something, as their telephone tells it. */
import Type from "typebox";

/** WGS 84, degrees. */
export const Position = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180, description: "degrees, WGS 84" }),
    lat: Type.Number({ minimum: -90, maximum: 90, description: "degrees, WGS 84" }),
    accuracyM: Type.Number({ minimum: 0, maximum: 100_000, description: "how far off it may be, metres" }),
  },
  { additionalProperties: false },
);
export type Position = Type.Static<typeof Position>;
