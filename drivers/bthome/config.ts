/** The settings of one BTHome device. */
import Type from "typebox";
import { AdvertPoints, BindKey, BleAddress } from "../kit/advert-points.ts";

export const BthomeConfig = Type.Object(
  { address: BleAddress, key: Type.Optional(BindKey), points: AdvertPoints },
  { additionalProperties: false },
);
export type BthomeConfig = Type.Static<typeof BthomeConfig>;
