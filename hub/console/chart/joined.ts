/** One course out of those of the devices that hung at a place one after another: each up to where the next begins. Pure. */

import type { ChartPoint } from "./chart.ts";
import { pointsOf } from "./course.ts";
import type { Sample } from "./series.ts";

export type Joined = {
  samples: Sample[];
  points: ChartPoint[];
  /** When another device went on with it. */
  seams: number[];
};

/** The oldest device first. No line is drawn from one device to the next. */
export function joined(
  parts: readonly (readonly Sample[])[],
  most: number,
  noteOf: (quality: number) => string,
): Joined {
  const begun = parts.filter((part) => part.length > 0);
  const cut = begun.map((part, index) => {
    const ends = begun.slice(index + 1).flatMap((later) => later[0]?.at ?? []);
    return part.filter(({ at }) => ends.every((end) => at < end));
  });
  const kept = cut.filter((part) => part.length > 0);
  const points = kept.map((part) => pointsOf(part, most, noteOf));
  return {
    samples: kept.flat(),
    points: points.flatMap((part, index) => [...between(points[index - 1], part), ...part]),
    seams: kept.slice(1).flatMap((part) => part[0]?.at ?? []),
  };
}

function between(before: readonly ChartPoint[] | undefined, after: readonly ChartPoint[]): ChartPoint[] {
  const [last, first] = [before?.[before.length - 1], after[0]];
  return last && first ? [{ at: Math.round((last.at + first.at) / 2), value: null }] : [];
}
