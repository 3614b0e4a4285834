/** Which marks a value carries: how far its time and its value can be trusted. */
import type { Latest } from "../../http/views.ts";

export type Trust = "late" | "backdated" | "estimated" | "summary";

/** Received more than this after it was measured: the line was cut in between. */
export const lateAfterMs = 60_000;

/** Bits of core/quality.ts, in the order they are shown. */
const bits: [number, Trust][] = [
  [1, "backdated"],
  [2, "estimated"],
  [4, "summary"],
];

export function trustOf(latest: Pick<Latest, "at" | "receivedAt" | "quality">): Trust[] {
  const marks = bits.filter(([bit]) => (latest.quality & bit) !== 0).map(([, mark]) => mark);
  return latest.receivedAt - latest.at > lateAfterMs ? ["late", ...marks] : marks;
}

/** `freshMs`: of its device, which says how often it speaks. */
export function isStale(latest: Pick<Latest, "at" | "receivedAt" | "quality">, freshMs: number, now: number): boolean {
  const estimated = (latest.quality & 2) !== 0;
  return now - (estimated ? latest.receivedAt : latest.at) > freshMs;
}
