import { describe, expect, test } from "vitest";
import { type CalendarDocument, openCalendar } from "./calendar.ts";
import { dayFrom, dayOf } from "./day.ts";
import { dueAt } from "./due.ts";

const document: CalendarDocument = {
  zone: "Asia/Shanghai",
  workingHours: [
    ["08:30", "11:30"],
    ["13:30", "17:30"],
  ],
  years: { "2026": { holidays: ["2026-10-01"], workdays: ["2026-10-10"] } },
  source: "made by hand",
};
const day = (date: string) => dayFrom(date) as number;
const moment = (text: string) => Date.parse(`${text}+08:00`);

test.each<[string, boolean]>([
  ["2026-09-30", true],
  ["2026-10-01", false],
  ["2026-10-03", false],
  ["2026-10-04", false],
  ["2026-10-05", true],
  ["2026-10-10", true],
  ["2026-10-11", false],
])("%s is a working day: %s", (date, worked) => {
  expect(openCalendar(document).isWorkday(day(date))).toBe(worked);
});

test.each(["2025-12-31", "2027-01-01"])("the year of %s, which is not held, is refused by name", (date) => {
  const ask = () => openCalendar(document).isWorkday(day(date));
  expect(ask).toThrow(`CALENDAR_MISSING: no holiday table for ${date.slice(0, 4)}`);
});

test("a day begins at midnight in Shanghai", () => {
  expect(dayOf(moment("2026-10-01T00:00"))).toBe(day("2026-10-01"));
  expect(dayOf(moment("2026-10-01T00:00") - 1)).toBe(day("2026-09-30"));
});

test("Shanghai is +08:00 in every month from 1992 on, as the machine's own zone data has it", () => {
  const hour = new Intl.DateTimeFormat("en", { timeZone: "Asia/Shanghai", hour: "2-digit", hourCycle: "h23" });
  const noons = Array.from({ length: 12 * 48 }, (_, month) => Date.UTC(1992, month, 15, 4));
  expect(new Set(noons.map((at) => hour.format(at)))).toEqual(new Set(["12"]));
  expect(hour.format(Date.UTC(1991, 6, 15, 4))).toBe("13");
});

test("hours are those of the document, round the clock too", () => {
  const limit = { basis: "work_day", amount: 1 } as const;
  const short = openCalendar(document);
  expect(dueAt(moment("2026-09-30T17:30"), { basis: "work_hour", amount: 4 }, short)).toBe(moment("2026-10-02T14:30"));
  const round = openCalendar({ ...document, workingHours: [["00:00", "24:00"]] });
  expect(dueAt(moment("2026-09-30T23:59"), limit, round)).toBe(moment("2026-10-02T23:59"));
  expect(dueAt(moment("2026-10-02T10:00"), { basis: "work_hour", amount: 14 }, round)).toBe(moment("2026-10-03T00:00"));
});

describe("a document that no calendar can hold is refused by its field", () => {
  const years = (year: string, holidays: string[], workdays: string[] = []) => ({
    years: { [year]: { holidays, workdays } },
  });
  test.each<[string, object]>([
    ["/zone", { zone: "UTC" }],
    ["/source", { source: "" }],
    ["/workingHours", { workingHours: [] }],
    ["/workingHours/0/1", { workingHours: [["09:00", "25:00"]] }],
    ["/workingHours/0 must end", { workingHours: [["12:00", "09:00"]] }],
    ["/workingHours/0 must end", { workingHours: [["09:00", "09:00"]] }],
    [
      "/workingHours/1 must not begin",
      {
        workingHours: [
          ["09:00", "13:00"],
          ["12:00", "18:00"],
        ],
      },
    ],
    ["/years", { years: { "26": { holidays: [], workdays: [] } } }],
    ["/years/2026", { years: { "2026": { holidays: [] } } }],
    ["/years/1991 must be 1992", years("1991", [])],
    ["/years/2026/holidays/0 must match", years("2026", ["1 May"])],
    ["/years/2026/holidays/1 must be a day of 2026", years("2026", ["2026-01-01", "2026-02-29"])],
    ["/years/2026/holidays/0 must be a day of 2026", years("2026", ["2027-01-01"])],
    ["/years/2026/workdays/0 must be a day of 2026", years("2026", [], ["2026-13-01"])],
    ["/years/2026/workdays/0 must not be listed", years("2026", ["2026-10-10"], ["2026-10-10"])],
    ["/holidays", { holidays: [] }],
  ])("%s (%#)", (field, change) => {
    expect(() => openCalendar({ ...document, ...change } as CalendarDocument)).toThrow(`INPUT_INVALID: ${field}`);
  });
});
