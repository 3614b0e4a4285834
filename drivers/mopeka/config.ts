/** The settings of one Mopeka tank sensor. */
import Type from "typebox";
import { AdvertPoints, BleAddress } from "../kit/advert-points.ts";

export const MopekaConfig = Type.Object(
  {
    address: BleAddress,
    leastQuality: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3,
        description: "a level of a lower quality is a fault, not a reading; 1 unless given",
      }),
    ),
    points: AdvertPoints,
  },
  { additionalProperties: false },
);
export type MopekaConfig = Type.Static<typeof MopekaConfig>;
