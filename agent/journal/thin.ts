/** Thinning: of readings that must go, a few stay to stand for them. Pure. */
import { quality } from "../../core/quality.ts";
import type { Reading } from "../../core/reading.ts";

const minuteMs = 60_000;

/** Raw readings are thinned by the first of these that at least halves them; summaries by 2 h or more. */
const windowsMs = [10 * minuteMs, 120 * minuteMs, 1440 * minuteMs];
const summaryWindowMs = 120 * minuteMs;

/**
 * Of each series and window the smallest, the largest and the last number; of anything else the changes and the last. What
 * stays is marked `summary`. Summaries a second thinning cannot make fewer go altogether, as does everything when even
 * whole days would leave more than half: the room that thinning makes must be worth the writing.
 */
export function thin<Kind extends Reading>(readings: readonly Kind[]): Kind[] {
  for (const windowMs of windowsMs) {
    const kept = thinBy(readings, windowMs);
    if (kept.length * 2 <= readings.length) return kept;
  }
  return [];
}

function thinBy<Kind extends Reading>(readings: readonly Kind[], windowMs: number): Kind[] {
  const kept = new Set([...windowsOf(readings, windowMs)].flatMap(keptOf));
  return readings.filter((reading) => kept.has(reading)).map(asSummary);
}

/** The readings of each series and window, in the order they came; raw ones and summaries apart. */
function windowsOf<Kind extends Reading>(readings: readonly Kind[], windowMs: number): Iterable<Kind[]> {
  const windows = new Map<string, Kind[]>();
  for (const reading of readings) {
    const width = isSummary(reading) ? Math.max(windowMs, summaryWindowMs) : windowMs;
    const key = `${reading.device}/${reading.point}/${isSummary(reading)}/${Math.floor(reading.at / width)}`;
    const window = windows.get(key);
    if (window === undefined) windows.set(key, [reading]);
    else window.push(reading);
  }
  return windows.values();
}

function keptOf<Kind extends Reading>(window: Kind[]): Kind[] {
  const kept = new Set(window.every(({ value }) => typeof value === "number") ? extremes(window) : changes(window));
  kept.add(window.at(-1) as Kind);
  const isSpent = window.every(isSummary) && kept.size === window.length;
  return isSpent ? [] : [...kept];
}

function extremes<Kind extends Reading>(window: Kind[]): Kind[] {
  let [least, most] = [window[0] as Kind, window[0] as Kind];
  for (const reading of window) {
    if (reading.value < least.value) least = reading;
    if (reading.value > most.value) most = reading;
  }
  return [least, most];
}

/** The first counts as a change. */
function changes<Kind extends Reading>(window: Kind[]): Kind[] {
  return window.filter(({ value }, i) => value !== window[i - 1]?.value);
}

export function isSummary({ quality: bits }: Reading): boolean {
  return (bits & quality.summary) !== 0;
}

function asSummary<Kind extends Reading>(reading: Kind): Kind {
  return { ...reading, quality: reading.quality | quality.summary };
}
