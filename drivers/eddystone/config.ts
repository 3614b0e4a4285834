/** The settings of one Eddystone beacon. */
import Type from "typebox";
import { AdvertPoints, BleAddress } from "../kit/advert-points.ts";

export const EddystoneConfig = Type.Object(
  { address: BleAddress, points: AdvertPoints },
  { additionalProperties: false },
);
export type EddystoneConfig = Type.Static<typeof EddystoneConfig>;
