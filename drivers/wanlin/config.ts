/** The settings of one Wanlin NB301 detector. */
import Type from "typebox";
import { AdvertPoints } from "../kit/advert-points.ts";

export const WanlinConfig = Type.Object(
  {
    property: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "the property that holds the text where it comes in a JSON object; `Data` unless given",
      }),
    ),
    points: AdvertPoints,
  },
  { additionalProperties: false },
);
export type WanlinConfig = Type.Static<typeof WanlinConfig>;
