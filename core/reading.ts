/** A reading: one value of one point at one moment. */
import type { DeviceId, PointId } from "./id.ts";

/** A finite number in the point's unit, a state, or a text. */
export type Value = number | boolean | string;

export type Reading = {
  device: DeviceId;
  point: PointId;
  /** Event time, ms since 1970 (UTC). */
  at: number;
  value: Value;
  /** Bits of `quality.ts`; 0 is a measured value under a trusted clock. */
  quality: number;
};
