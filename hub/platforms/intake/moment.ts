/** When something was measured, of the clocks that tell. */
import type { Told } from "../kit/told.ts";

/** 2020-01-01: no device of these platforms is older, so a clock that says so was never set. */
const firstMoment = 1_577_836_800_000;
const mostAheadMs = 60_000;

/** Whether somebody set the clock that says so. */
export function isSet(moment: number | undefined): boolean {
  return moment !== undefined && moment >= firstMoment;
}

/** When it was measured: by the device's clock where it can be right, else by the platform's, else when it came. */
export function momentOf({ at, platformAt }: Pick<Told, "at" | "platformAt">, received: number): number {
  const isSound = (moment: number | undefined) =>
    moment !== undefined && isSet(moment) && moment <= received + mostAheadMs;
  const moment = [at, platformAt].find(isSound) ?? received;
  return Math.min(moment, received);
}
