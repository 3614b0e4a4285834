/** The settings of one MiBeacon device. */
import Type from "typebox";
import { AdvertPoints, BindKey, BleAddress } from "../kit/advert-points.ts";

export const MibeaconConfig = Type.Object(
  { address: BleAddress, key: Type.Optional(BindKey), points: AdvertPoints },
  { additionalProperties: false },
);
export type MibeaconConfig = Type.Static<typeof MibeaconConfig>;
