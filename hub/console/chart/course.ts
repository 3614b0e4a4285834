/** From a stored series and a device's rules to the chart of one point: gaps, bands, limits and what is normal. Pure. */
import type { Bilingual } from "../../../core/point.ts";
import type { Rule, Severity } from "../../../core/rule.ts";
import type { ChartPoint } from "./chart.ts";
import { highOf, lowOf, runs, type Sample, type Step, thin } from "./series.ts";

/** Between two runs stands a point without a value: no line is drawn across what nobody measured. */
export function pointsOf(samples: readonly Sample[], most: number, noteOf: (quality: number) => string): ChartPoint[] {
  const found = runs(samples);
  const points: ChartPoint[] = [];
  for (const run of found) {
    const last = points[points.length - 1];
    const first = run[0];
    if (last && first) points.push({ at: Math.round((last.at + first.at) / 2), value: null });
    points.push(...drawn(run, Math.max(2, Math.ceil((most * run.length) / samples.length)), noteOf));
  }
  return points;
}

function drawn(run: readonly Sample[], most: number, noteOf: (quality: number) => string): ChartPoint[] {
  if (run.length > most) return thin(run, most).map(ofStep);
  return run.map((sample) => {
    const note = noteOf(sample.quality);
    const spread = sample.spread ? { low: lowOf(sample), high: highOf(sample) } : {};
    return { at: sample.at, value: sample.value, ...spread, ...(note === "" ? {} : { note }) };
  });
}

function ofStep({ at, low, high, mean }: Step): ChartPoint {
  return { at, value: mean ?? (low + high) / 2, low, high };
}

/** So much of what is shown may lack data at its ends before that is called a gap. */
const edge = 0.05;

/** How many stretches of what is shown have no data: between two readings, before the first, after the last. */
export function gapsOf(points: readonly ChartPoint[], [from, to]: readonly [number, number]): number {
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return 1;
  const inside = points.filter(({ value }) => value === null).length;
  const room = (to - from) * edge;
  return inside + Number(first.at - from > room) + Number(to - last.at > room);
}

export type Limit = { value: number; severity: Severity; title: Bilingual; side: "above" | "below" };

/** Where the rules of a point draw a line; rules of change, state and silence draw none. */
export function limitsOf(rules: readonly Rule[], point: string): Limit[] {
  return rules
    .filter((rule) => rule.point === point)
    .flatMap(({ when, severity, title }): Limit[] => {
      if ("above" in when) return [{ value: when.above, severity, title, side: "above" }];
      if ("below" in when) return [{ value: when.below, severity, title, side: "below" }];
      return [];
    });
}

/** Between the innermost limits; open ends are those of what can be measured, else of what is drawn. */
export function normalOf(limits: readonly Limit[], ends: readonly [number, number]): [number, number] | null {
  if (limits.length === 0) return null;
  const of = (side: Limit["side"]) => limits.filter((limit) => limit.side === side).map(({ value }) => value);
  const low = Math.max(...of("below"), Number.NEGATIVE_INFINITY);
  const high = Math.min(...of("above"), Number.POSITIVE_INFINITY);
  const range: [number, number] = [Number.isFinite(low) ? low : ends[0], Number.isFinite(high) ? high : ends[1]];
  return range[0] < range[1] ? range : null;
}

/** The same points moved in time, to lie under those of another day. */
export function shifted(points: readonly ChartPoint[], byMs: number): ChartPoint[] {
  return points.map((point) => ({ ...point, at: point.at + byMs }));
}

/** Half as long or twice as long about the middle, or up to now, or one half earlier or later; never beyond now nor under a minute. */
export function windowAfter(
  [from, to]: readonly [number, number],
  act: "in" | "out" | "back" | "on",
  now: number,
): [number, number] {
  const length = to - from;
  const half = Math.round(length / 2);
  if (act === "back") return [from - half, to - half];
  if (act === "on") {
    const end = Math.min(now, to + half);
    return [end - length, end];
  }
  const next = act === "in" ? Math.max(60_000, half) : length * 2;
  // What is looked at up to now stays looked at up to now.
  const end = to >= now ? to : Math.min(now, Math.round((from + to) / 2 + next / 2));
  return [end - next, end];
}
