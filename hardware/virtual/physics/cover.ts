/** A manhole cover with a contact under it, and the battery of its module. */
import { type Battery, fullBattery, stepBattery } from "./battery.ts";

export type Cover = { lid: "closed" | "lifted"; battery: Battery };

export const newCover: Cover = { lid: "closed", battery: fullBattery };

export function stepCover(state: Cover, dtMs: number, airCel: number, jitter: number): Cover {
  return { lid: state.lid, battery: stepBattery(state.battery, dtMs, airCel, jitter) };
}
