/** Axes: how far they reach and where their marks stand. */

export type Extent = [low: number, high: number];

/** Reaches a little beyond the values; a flat line gets room on both sides. */
export function extentOf(values: readonly number[]): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const room = (high - low) * 0.12 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

/** A range that fills the whole plot shows no edge and says nothing. */
export function bandShows([bottom, top]: Extent, [low, high]: Extent): boolean {
  return (low > bottom && low < top) || (high < top && high > bottom);
}

/** Round marks inside the extent, about `count` of them. */
export function valueMarks([low, high]: Extent, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.99) ?? 10) * power;
  const marks: number[] = [];
  for (let n = Math.ceil(low / step - 1e-6); n * step <= high + step / 1e6; n++) marks.push(n * step + 0);
  return marks;
}

const minute = 60_000;
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 5760, 10_080, 20_160].map(
  (minutes) => minutes * minute,
);

/** Round clock times inside the extent, at most `count`; `offsetMs` is the local zone's distance from UTC. */
export function timeMarks([from, to]: Extent, count: number, offsetMs: number): number[] {
  const step = timeSteps.find((size) => (to - from) / size <= count) ?? timeSteps[timeSteps.length - 1] ?? minute;
  const marks: number[] = [];
  for (let at = Math.ceil((from + offsetMs) / step) * step - offsetMs; at <= to; at += step) marks.push(at);
  return marks;
}

/** Maps one extent onto another. */
export function scale([low, high]: Extent, [start, end]: Extent): (value: number) => number {
  return (value) => start + ((value - low) / (high - low || 1)) * (end - start);
}
