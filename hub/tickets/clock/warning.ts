/** How near a clock is to its end: yellow, red, overdue, and when that changes next. */
import type { Calendar } from "./calendar.ts";
import { momentOf, type RunningClock, spentOf, totalOf } from "./running-clock.ts";

export const warningLevels = ["none", "yellow", "red", "overdue"] as const;
export type WarningLevel = (typeof warningLevels)[number];

export type Warning = {
  level: WarningLevel;
  /** Counted time left, ms; below zero when it is over. Stands still while none counts. */
  leftMs: number;
  /** When the next level begins, ms since 1970; `null` while paused or when it is over. */
  atMs: number | null;
};

/** The parts of the whole limit (extensions included) that are left when a level begins. */
export type WarningParts = { yellow: number; red: number };

export const usualParts: WarningParts = { yellow: 0.2, red: 0.1 };

/** Each level holds from its moment on: at `dueOf(clock)` the clock is overdue. Throws `CALENDAR_MISSING`. */
export function warningOf(clock: RunningClock, now: number, calendar: Calendar, parts = usualParts): Warning {
  const total = totalOf(clock, calendar);
  const leftMs = total - spentOf(clock, now, calendar);
  const marks: [level: WarningLevel, left: number][] = [
    ["yellow", Math.round(total * parts.yellow)],
    ["red", Math.round(total * parts.red)],
    ["overdue", 0],
  ];
  if (clock.runningSince === null) return { level: pausedLevel(marks, leftMs), leftMs, atMs: null };
  const moments = marks.map(([level, left]) => [level, momentOf(clock, left, calendar) as number] as const);
  const level = moments.findLast(([, at]) => now >= at)?.[0] ?? "none";
  return { level, leftMs, atMs: moments.find(([, at]) => now < at)?.[1] ?? null };
}

/** While paused nothing gets worse: a mark that was just met is passed only when the clock goes on. */
function pausedLevel(marks: readonly [WarningLevel, number][], leftMs: number): WarningLevel {
  return marks.findLast(([, left]) => leftMs < left)?.[0] ?? "none";
}
