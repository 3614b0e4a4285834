/** The low spot of the lane: what the drain cannot swallow stands there. */
import { waterHours } from "./water.ts";

export const lane = {
  /** What the old storm drains of Shanghai take: the one-hour rain of every year. */
  drainMmPerH: 36,
  /** The low spot collects from this many times its own area. */
  gatherTimes: 12,
  /** Higher than this it runs off into the next lane. */
  mostCm: 60,
  /** Ripples under the gauge. */
  rippleCm: 0.3,
} as const;

/** `depthCm` is the water, `readCm` what the gauge makes of it (whole centimetres). */
export type Lane = { depthCm: number; readCm: number };

export const dryLane: Lane = { depthCm: 0, readCm: 0 };

/** `ripple` is noise in (-1, 1); a dry lane has none. */
export function stepLane(state: Lane, dtMs: number, rainMmPerH: number, ripple: number): Lane {
  const risenCm = ((rainMmPerH - lane.drainMmPerH) * lane.gatherTimes * waterHours(dtMs)) / 10;
  const depthCm = Math.min(lane.mostCm, Math.max(0, state.depthCm + risenCm));
  const shownCm = depthCm === 0 ? 0 : depthCm + ripple * lane.rippleCm;
  return { depthCm, readCm: Math.max(0, Math.round(shownCm)) };
}
