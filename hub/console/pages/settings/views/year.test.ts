/** Days of a year as the calendar has them, and what a touch makes of one. */
import { expect, test } from "vitest";
import { missingYears, monthsOf, toggled, type YearDay } from "./year.ts";

const table = { holidays: ["2026-10-01"], workdays: ["2026-10-10"] };
const day = (date: string, from = table) =>
  monthsOf(2026, from)
    .flat()
    .find((each) => each?.date === date) as YearDay;

test("a year has all its days, each under its weekday", () => {
  const months = monthsOf(2026, table);
  expect(months.map((month) => month.filter((each) => each !== null).length)).toEqual([
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]);
  // 2026-01-01 is a Thursday.
  expect(months[0]?.slice(0, 4).map((each) => each?.date ?? null)).toEqual([null, null, null, "2026-01-01"]);
});

test.each([
  ["2026-10-01", "holiday"],
  ["2026-10-09", "work"],
  ["2026-10-10", "shifted"],
  ["2026-10-11", "rest"],
])("%s is %s", (date, kind) => {
  expect(day(date).kind).toBe(kind);
});

test("a touch makes a working day a holiday and a weekend a working day, and the next touch takes it back", () => {
  const once = toggled(toggled(table, day("2026-10-09")), day("2026-10-11"));
  expect(once).toEqual({ holidays: ["2026-10-01", "2026-10-09"], workdays: ["2026-10-10", "2026-10-11"] });
  expect(toggled(toggled(once, day("2026-10-09", once)), day("2026-10-11", once))).toEqual(table);
});

test("the years that limits need now and lack are named", () => {
  const now = Date.parse("2026-12-31T17:00:00Z");
  expect(missingYears({ 2026: table }, now)).toEqual([2027, 2028]);
});
