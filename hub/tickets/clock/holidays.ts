/** The State Council's holiday arrangements, from the library that follows them, as the years of a calendar. */
import tables from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { type CalendarDocument, isWeekday } from "./calendar.ts";
import { type Day, dayFrom, type IsoDate } from "./day.ts";
import usual from "./usual-calendar.json" with { type: "json" };

type Years = CalendarDocument["years"];
/** Date → "National Day,国庆节,3". */
type Table = Readonly<Record<IsoDate, string>>;

/**
 * The years whose arrangement the library holds; any other year is absent, never guessed.
 * What a January brings is in its own year's arrangement, so a stray day is no proof: the year's last feast is.
 */
export function holidayYears(holidays: Table = tables.holidays, workdays: Table = tables.workdays): Years {
  const held = Object.keys(holidays).filter((date) => date.endsWith("-10-01") && isFeast(holidays[date], "国庆节"));
  return Object.fromEntries(
    held
      .map((date) => date.slice(0, 4))
      .sort()
      .map((year) => [
        year,
        { holidays: datesIn(year, holidays, isWeekday), workdays: datesIn(year, workdays, (day) => !isWeekday(day)) },
      ]),
  );
}

/** The calendar of a hub to which none was imported: the library's years, and eight hours a day. */
export function usualCalendar(): CalendarDocument {
  const workingHours = usual.workingHours as CalendarDocument["workingHours"];
  return { zone: "Asia/Shanghai", workingHours, years: holidayYears(), source: usual.source };
}

function isFeast(entry: string | undefined, name: string): boolean {
  return entry?.split(",")[1] === name;
}

function datesIn(year: string, table: Table, fits: (day: Day) => boolean): IsoDate[] {
  const dates = Object.keys(table).filter((date) => date.startsWith(`${year}-`));
  return dates.filter((date) => fits(dayFrom(date) as Day)).sort();
}
