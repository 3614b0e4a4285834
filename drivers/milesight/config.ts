/** The settings of one Milesight sensor. */
import Type from "typebox";
import { AdvertPoints } from "../kit/advert-points.ts";

export const MilesightConfig = Type.Object(
  {
    devEui: Type.String({
      pattern: "^[0-9A-F]{16}$",
      description: "the sensor's DevEUI, 16 hex digits as on its label",
    }),
    payload: Type.Enum(["channels", "smoke"], { description: "`channels` for the EM series, `smoke` for the GS524N" }),
    points: AdvertPoints,
  },
  { additionalProperties: false },
);
export type MilesightConfig = Type.Static<typeof MilesightConfig>;
