/** How long a battery still lasts: a robust line through its last weeks, with how sure that is. Pure. */
import rules from "../../alerts/rules/rules.json" with { type: "json" };

const { prefixes, leastDays } = rules.batteryLow;
const empty: Record<string, number | undefined> = rules.batteryLow.empty;
const dayMs = 86_400_000;
/** Two-sided 95 % of the normal distribution. */
const z95 = 1.96;
/** A rise by so much of what was left is a new battery: what was before tells nothing of this one. */
const newBattery = 0.15;
/** Longer than any cell keeps. */
const mostDays = 3650;

/** `steady`: no fall that could be told from chance. `sureDays`: between these, 95 of 100 times. */
export type Forecast =
  | { kind: "few"; days: number; leastDays: number }
  | { kind: "steady" }
  | { kind: "falls"; days: number; least: number; most: number | null };

export function isBattery({ id, kind, unit = "" }: { id: string; kind: string; unit?: string | undefined }): boolean {
  return kind === "number" && prefixes.some((prefix) => id.startsWith(prefix)) && empty[unit] !== undefined;
}

export function emptyAt(unit: string | undefined): number {
  return empty[unit ?? ""] ?? 0;
}

type Level = { day: number; value: number };

/** `levels`: moments and what the battery had then, oldest first. */
export function forecastOf(levels: readonly (readonly [at: number, value: number])[], emptyLevel: number): Forecast {
  const days = sinceNewest(dailyOf(levels), emptyLevel);
  const [first, last] = [days[0], days[days.length - 1]];
  const length = first && last ? last.day - first.day : 0;
  if (!last || length < leastDays) return { kind: "few", days: length, leastDays };
  const slopes = slopesOf(days);
  const { low, high } = confidence(slopes, days.length);
  const middle = median(slopes);
  // Sen's line goes through the median of what is left of each day.
  const level = median(days.map(({ day, value }) => value - middle * (day - last.day)));
  if (middle >= 0 || (low < 0 && high >= 0 && -middle * mostDays < level - emptyLevel)) return { kind: "steady" };
  const lasting = (slope: number) => Math.max(0, Math.round((level - emptyLevel) / -slope));
  const most = high < 0 ? lasting(high) : null;
  return {
    kind: "falls",
    days: lasting(middle),
    least: lasting(low),
    most: most !== null && most <= mostDays ? most : null,
  };
}

/** The median of each day: one odd reading says nothing. */
function dailyOf(levels: readonly (readonly [number, number])[]): Level[] {
  const byDay = new Map<number, number[]>();
  for (const [at, value] of levels) {
    const day = Math.floor(at / dayMs);
    const known = byDay.get(day);
    if (known) known.push(value);
    else byDay.set(day, [value]);
  }
  return [...byDay].map(([day, values]) => ({ day, value: median(values) })).sort((a, b) => a.day - b.day);
}

function sinceNewest(days: readonly Level[], emptyLevel: number): readonly Level[] {
  let from = 0;
  for (let n = 1; n < days.length; n++) {
    const before = days[n - 1]?.value ?? 0;
    const rise = (days[n]?.value ?? 0) - before;
    if (rise > newBattery * Math.max(before - emptyLevel, 1e-9)) from = n;
  }
  return days.slice(from);
}

/** [Sen 1968] The slope of every pair. */
function slopesOf(days: readonly Level[]): number[] {
  const slopes: number[] = [];
  for (const [n, a] of days.entries())
    for (const b of days.slice(n + 1)) slopes.push((b.value - a.value) / (b.day - a.day));
  return slopes.sort((a, b) => a - b);
}

/** [Gilbert 1987, §16.4.2] The limits of Sen's slope, by Kendall's variance. */
function confidence(slopes: readonly number[], n: number): { low: number; high: number } {
  const half = (z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / 2;
  const at = (index: number) => slopes[Math.max(0, Math.min(slopes.length - 1, index))] ?? 0;
  const middle = slopes.length / 2;
  return { low: at(Math.floor(middle - half) - 1), high: at(Math.ceil(middle + half)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
