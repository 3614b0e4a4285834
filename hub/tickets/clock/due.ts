/** When a limit is due, and how much of it a span of time uses up. Days are stepped over, never minutes. */
import type { Calendar, Hours } from "./calendar.ts";
import { beginOf, dayMs, dayOf, hourMs } from "./day.ts";
import type { Basis, Limit } from "./limit.ts";

type Measure = {
  unitMs(calendar: Calendar): number;
  /** Whether the hours between working hours count too. */
  counts: "always" | "working time";
  /** Where a limit ends that is used up just as work stops: then, or as work goes on (the same time of day it began at). */
  ends?: "as work stops" | "as work goes on";
};

const measures: Record<Basis, Measure> = {
  urgent_hour: { unitMs: () => hourMs, counts: "always" },
  calendar_day: { unitMs: () => dayMs, counts: "always" },
  work_hour: { unitMs: () => hourMs, counts: "working time", ends: "as work stops" },
  work_day: { unitMs: ({ workdayMs }) => workdayMs, counts: "working time", ends: "as work goes on" },
};

/** The limit as counted time, ms: hours as they are, a calendar day 24 h, a working day the working time of a day. */
export function limitMs({ basis, amount }: Limit, calendar: Calendar): number {
  return Math.round(amount * measures[basis].unitMs(calendar));
}

/** The moment at which a limit that starts now is due. Throws `CALENDAR_MISSING` where counting leaves the calendar. */
export function dueAt(start: number, limit: Limit, calendar: Calendar): number {
  return momentAfter(start, limitMs(limit, calendar), limit.basis, calendar);
}

/**
 * The moment at which `counted` ms of time that counts have gone by since `from`; `from` itself where they already had.
 * Of the many moments at night that fit equally, `Measure.ends` says which.
 */
export function momentAfter(from: number, counted: number, basis: Basis, calendar: Calendar): number {
  const { counts, ends } = measures[basis];
  if (counted < 0) return from;
  if (counts === "always") return from + counted;
  if (counted === 0 && ends === "as work stops") return from;
  let left = counted;
  for (const { opens, closes } of workFrom(from, calendar)) {
    const room = closes - opens;
    if (left < room || (left === room && ends === "as work stops")) return opens + left;
    left -= room;
  }
  throw new Error("work never ends");
}

/** Time that counts between two moments, ms; none when `to` is not after `from`. Throws `CALENDAR_MISSING`. */
export function spentMs(from: number, to: number, basis: Basis, calendar: Calendar): number {
  if (to <= from) return 0;
  if (measures[basis].counts === "always") return to - from;
  let spent = 0;
  for (const { opens, closes } of workFrom(from, calendar, to)) spent += Math.min(closes, to) - opens;
  return spent;
}

/** The spans of working time that begin or go on at `from` and begin before `to`, as moments. */
function* workFrom(from: number, calendar: Calendar, to = Number.POSITIVE_INFINITY): Generator<Hours> {
  for (let day = dayOf(from); beginOf(day) < to; day++) {
    if (!calendar.isWorkday(day)) continue;
    const midnight = beginOf(day);
    for (const hours of calendar.hours) {
      const opens = Math.max(midnight + hours.opens, from);
      const closes = midnight + hours.closes;
      if (opens < closes && opens < to) yield { opens, closes };
    }
  }
}
