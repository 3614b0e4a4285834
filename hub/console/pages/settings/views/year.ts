/** A year of the calendar, month by month: which days are worked, and why not. Pure. */
import type { CalendarDocument } from "../../../../tickets/clock/calendar.ts";

export type DayKind = "work" | "rest" | "holiday" | "shifted";
export type YearDay = { date: string; day: number; kind: DayKind };
export type YearTable = CalendarDocument["years"][string];

const dayMs = 86_400_000;

/** Twelve months; each begins with `null` for the days of the week before its first. */
export function monthsOf(year: number, { holidays, workdays }: YearTable): (YearDay | null)[][] {
  const [free, shifted] = [new Set(holidays), new Set(workdays)];
  const months: (YearDay | null)[][] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += dayMs) {
    const moment = new Date(at);
    const date = moment.toISOString().slice(0, 10);
    const weekday = (moment.getUTCDay() + 6) % 7;
    if (moment.getUTCDate() === 1) months.push(Array.from({ length: weekday }, () => null));
    const kind = weekday >= 5 ? (shifted.has(date) ? "shifted" : "rest") : free.has(date) ? "holiday" : "work";
    months[months.length - 1]?.push({ date, day: moment.getUTCDate(), kind });
  }
  return months;
}

/** What one touch makes of a day: what is usual becomes the exception, and back. */
export function toggled(table: YearTable, { date, kind }: YearDay): YearTable {
  const field = kind === "work" || kind === "holiday" ? "holidays" : "workdays";
  const days = table[field];
  const next = days.includes(date) ? days.filter((each) => each !== date) : [...days, date].sort();
  return { ...table, [field]: next };
}

/** This year and the next, where the calendar lacks them. */
export function missingYears(years: CalendarDocument["years"], now: number): number[] {
  const year = new Date(now + 8 * 3_600_000).getUTCFullYear();
  return [year, year + 1].filter((each) => years[each] === undefined);
}
