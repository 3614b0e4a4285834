/** The calendar that limits are counted in: which days are worked, and from when to when. */
import type { Static } from "typebox";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { type Day, dayFrom, dayOf, firstYear, hourMs, IsoDate, yearOf } from "./day.ts";

const strict = { additionalProperties: false };
const TimeOfDay = Type.String({ pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", description: "09:00 … 24:00" });

export const CalendarDocument = Type.Object(
  {
    zone: Type.Literal("Asia/Shanghai"),
    workingHours: Type.Array(Type.Tuple([TimeOfDay, TimeOfDay]), {
      minItems: 1,
      maxItems: 12,
      description: "from … to, in order; the same on every working day",
    }),
    years: Type.Record(
      Type.String({ pattern: "^[0-9]{4}$" }),
      Type.Object(
        {
          holidays: Type.Array(IsoDate, { maxItems: 366, description: "Mondays to Fridays that are not worked" }),
          workdays: Type.Array(IsoDate, { maxItems: 366, description: "Saturdays and Sundays that are worked (调休)" }),
        },
        strict,
      ),
      strict,
    ),
    source: Type.String({
      minLength: 1,
      maxLength: 2000,
      description: "who set hours and holidays, and where it is written",
    }),
  },
  strict,
);
export type CalendarDocument = Static<typeof CalendarDocument>;

/** What is imported must hold the year we are in, or no limit of today has an end. */
export function faultOfYears({ years }: CalendarDocument, now: number): string | null {
  const year = yearOf(dayOf(now));
  return `${year}` in years ? null : `/years/${year} is missing: add this year's holidays and shifted workdays`;
}

/** A span of working time, ms since midnight. */
export type Hours = { opens: number; closes: number };

export type Calendar = {
  /** Throws `CALENDAR_MISSING` for a day of a year that the document does not hold. */
  isWorkday(day: Day): boolean;
  /** In order, apart or touching. */
  hours: readonly Hours[];
  /** Working time of one working day, ms. */
  workdayMs: number;
};

/** Throws `INPUT_INVALID` naming the field that no calendar can hold. */
export function openCalendar(document: CalendarDocument): Calendar {
  const { workingHours, years } = check(CalendarDocument, document, "INPUT_INVALID");
  const hours = workingHours.map(([from, to]) => ({ opens: timeFrom(from), closes: timeFrom(to) }));
  refuseDisorder(hours);
  const held = new Set(Object.keys(years).map(heldYear));
  const exceptions = exceptionsOf(years);
  return {
    isWorkday: (day) => {
      if (!held.has(yearOf(day))) throw new Fault("CALENDAR_MISSING", `no holiday table for ${yearOf(day)}`);
      return exceptions.get(day) ?? isWeekday(day);
    },
    hours,
    workdayMs: hours.reduce((sum, { opens, closes }) => sum + closes - opens, 0),
  };
}

/** 1970-01-01 was a Thursday. */
export function isWeekday(day: Day): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5;
}

function timeFrom(text: string): number {
  const [hour, minute] = text.split(":").map(Number) as [number, number];
  return hour * hourMs + minute * (hourMs / 60);
}

function refuseDisorder(hours: readonly Hours[]): void {
  hours.forEach(({ opens, closes }, n) => {
    if (closes <= opens) throw new Fault("INPUT_INVALID", `/workingHours/${n} must end after it begins`);
    if (opens < (hours[n - 1]?.closes ?? 0))
      throw new Fault("INPUT_INVALID", `/workingHours/${n} must not begin before the one above ends`);
  });
}

function heldYear(year: string): number {
  if (Number(year) < firstYear)
    throw new Fault("INPUT_INVALID", `/years/${year} must be ${firstYear} or later: before, China had summer time`);
  return Number(year);
}

/** Whether it is worked, for each day that is not what its weekday says. */
function exceptionsOf(years: CalendarDocument["years"]): Map<Day, boolean> {
  const exceptions = new Map<Day, boolean>();
  for (const [year, table] of Object.entries(years))
    for (const kind of ["holidays", "workdays"] as const)
      for (const [n, date] of table[kind].entries()) {
        const day = dayFrom(date);
        const path = `/years/${year}/${kind}/${n}`;
        if (day === null || !date.startsWith(year))
          throw new Fault("INPUT_INVALID", `${path} must be a day of ${year}`);
        if (kind === "workdays" && exceptions.get(day) === false)
          throw new Fault("INPUT_INVALID", `${path} must not be listed as a holiday too`);
        exceptions.set(day, kind === "workdays");
      }
  return exceptions;
}
