/** Calibration points as a curve of straight lines. */
import { Fault } from "../../core/fault.ts";
import type { Calibration } from "./config.ts";

/** Throws `SETTING_INVALID` where the signal does not rise from point to point. */
export function checkCurve(points: readonly Calibration[]): void {
  for (const [index, { signal }] of points.entries())
    if (index > 0 && signal <= (points[index - 1] as Calibration).signal)
      throw new Fault("SETTING_INVALID", `/points/${index}/signal ${signal} is not above the one before it`);
}

/** `points` by rising signal, two at least. */
export function valueAt(points: readonly Calibration[], signal: number): number {
  const above = points.findIndex((point) => point.signal >= signal);
  const upper = Math.min(Math.max(above < 0 ? points.length - 1 : above, 1), points.length - 1);
  const [a, b] = [points[upper - 1] as Calibration, points[upper] as Calibration];
  return a.value + ((signal - a.signal) / (b.signal - a.signal)) * (b.value - a.value);
}
