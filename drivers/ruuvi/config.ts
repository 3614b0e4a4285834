/** The settings of one RuuviTag. */
import Type from "typebox";
import { AdvertPoints, BleAddress } from "../kit/advert-points.ts";

export const RuuviConfig = Type.Object({ address: BleAddress, points: AdvertPoints }, { additionalProperties: false });
export type RuuviConfig = Type.Static<typeof RuuviConfig>;
