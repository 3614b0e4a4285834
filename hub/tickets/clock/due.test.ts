import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calendar, openCalendar } from "./calendar.ts";
import { dueAt, limitMs, spentMs } from "./due.ts";
import { usualCalendar } from "./holidays.ts";
import type { Basis, Limit } from "./limit.ts";

const calendar = openCalendar(usualCalendar());
const moment = (text: string) => Date.parse(`${text}+08:00`);

const basis: fc.Arbitrary<Basis> = fc.constantFrom("urgent_hour", "work_hour", "work_day", "calendar_day");
const amount = fc.double({ min: 0.001, max: 30, noNaN: true });
const limit: fc.Arbitrary<Limit> = fc.record({ basis, amount });
const start = fc.integer({ min: moment("2015-01-01T00:00"), max: moment("2026-08-01T00:00") });
const span = fc.integer({ min: 0, max: 40 * 86_400_000 });

describe("a due time", () => {
  test("never comes earlier for a later start", () => {
    fc.assert(
      fc.property(start, span, limit, (from, later, limit) => {
        expect(dueAt(from + later, limit, calendar)).toBeGreaterThanOrEqual(dueAt(from, limit, calendar));
      }),
    );
  });

  test("never comes earlier for a longer limit", () => {
    fc.assert(
      fc.property(start, limit, amount, (from, limit, more) => {
        const longer = { ...limit, amount: limit.amount + more };
        expect(dueAt(from, longer, calendar)).toBeGreaterThanOrEqual(dueAt(from, limit, calendar));
      }),
    );
  });

  test("leaves exactly the limit between start and end", () => {
    fc.assert(
      fc.property(start, limit, (from, limit) => {
        const due = dueAt(from, limit, calendar);
        expect(spentMs(from, due, limit.basis, calendar)).toBe(limitMs(limit, calendar));
      }),
    );
  });

  test("is the first such moment, for working days the last", () => {
    fc.assert(
      fc.property(start, limit, (from, limit) => {
        const due = dueAt(from, limit, calendar);
        const spent = (at: number) => spentMs(from, at, limit.basis, calendar);
        const whole = limitMs(limit, calendar);
        if (limit.basis === "work_day") expect(spent(due + 1)).toBe(whole + 1);
        else expect(spent(due - 1)).toBe(whole - 1);
      }),
    );
  });

  test("asks the calendar about each day once, not about each hour or minute", () => {
    let asked = 0;
    const counting: Calendar = { ...calendar, isWorkday: (day) => ++asked > 0 && calendar.isWorkday(day) };
    dueAt(moment("2004-01-01T00:00"), { basis: "work_day", amount: 5_000 }, counting);
    const days =
      (dueAt(moment("2004-01-01T00:00"), { basis: "work_day", amount: 5_000 }, calendar) - moment("2004-01-01T00:00")) /
      86_400_000;
    expect(days).toBeGreaterThan(7_000);
    expect(asked).toBeLessThanOrEqual(days + 1);
  });
});

describe("time that counts", () => {
  test("adds up, wherever a span is cut", () => {
    fc.assert(
      fc.property(start, span, span, basis, (from, first, second, basis) => {
        const spent = (a: number, b: number) => spentMs(a, b, basis, calendar);
        expect(spent(from, from + first) + spent(from + first, from + first + second)).toBe(
          spent(from, from + first + second),
        );
      }),
    );
  });

  test.each<[string, string, Basis, number]>([
    ["2026-02-13T09:00", "2026-02-25T09:00", "work_hour", 24],
    ["2026-02-13T09:00", "2026-02-25T09:00", "work_day", 24],
    ["2026-02-13T09:00", "2026-02-25T09:00", "urgent_hour", 288],
    ["2026-02-13T09:00", "2026-02-25T09:00", "calendar_day", 288],
    ["2026-03-04T11:30", "2026-03-04T13:30", "work_hour", 1],
    ["2026-03-04T12:00", "2026-03-04T13:00", "work_hour", 0],
    ["2026-03-04T18:00", "2026-03-05T09:00", "work_hour", 0],
    ["2026-03-05T09:00", "2026-03-04T18:00", "urgent_hour", 0],
    ["2026-12-31T17:00", "2027-01-01T00:00", "work_hour", 1],
  ])("from %s to %s is so many hours of %s: %d", (from, to, basis, hours) => {
    expect(spentMs(moment(from), moment(to), basis, calendar)).toBe(hours * 3_600_000);
  });

  test("reaching into a year that the calendar does not hold is refused, naming the year", () => {
    const count = () => spentMs(moment("2026-12-31T17:00"), moment("2027-01-01T00:01"), "work_hour", calendar);
    expect(count).toThrow(/^CALENDAR_MISSING: no holiday table for 2027\. Import the holiday table/);
  });
});
