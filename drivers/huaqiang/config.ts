/** The settings of one Huaqiang NB-IoT detector. */
import Type from "typebox";
import { AdvertPoints } from "../kit/advert-points.ts";

export const HuaqiangConfig = Type.Object({ points: AdvertPoints }, { additionalProperties: false });
export type HuaqiangConfig = Type.Static<typeof HuaqiangConfig>;
