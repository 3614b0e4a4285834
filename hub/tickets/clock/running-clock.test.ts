import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openCalendar } from "./calendar.ts";
import { spentMs } from "./due.ts";
import { usualCalendar } from "./holidays.ts";
import type { Limit } from "./limit.ts";
import { dueOf, extendClock, pauseClock, resumeClock, spentOf, startClock, totalOf } from "./running-clock.ts";

const calendar = openCalendar(usualCalendar());
const moment = (text: string) => Date.parse(`${text}+08:00`);
const limit: fc.Arbitrary<Limit> = fc.record({
  basis: fc.constantFrom("urgent_hour", "work_hour", "work_day", "calendar_day"),
  amount: fc.double({ min: 0.01, max: 20, noNaN: true }),
});
const start = fc.integer({ min: moment("2015-01-01T00:00"), max: moment("2026-06-01T00:00") });
const span = fc.integer({ min: 0, max: 20 * 86_400_000 });

describe("a pause", () => {
  test("of any length loses no time that counts, and gives none away", () => {
    fc.assert(
      fc.property(start, limit, span, span, (from, limit, runs, rests) => {
        const begun = startClock(limit, from);
        fc.pre(from + runs < (dueOf(begun, calendar) as number));
        const clock = resumeClock(pauseClock(begun, from + runs, calendar), from + runs + rests);
        const due = dueOf(clock, calendar) as number;
        const spent = (a: number, b: number) => spentMs(a, b, limit.basis, calendar);
        expect(spent(from, from + runs) + spent(from + runs + rests, due)).toBe(totalOf(clock, calendar));
        const lost = spent(from + runs, from + runs + rests);
        expect(spent(from, due)).toBe(totalOf(clock, calendar) + lost);
      }),
    );
  });

  test("that ends as it began changes nothing", () => {
    fc.assert(
      fc.property(start, limit, span, (from, limit, runs) => {
        const begun = startClock(limit, from);
        fc.pre(from + runs < (dueOf(begun, calendar) as number));
        const clock = resumeClock(pauseClock(begun, from + runs, calendar), from + runs);
        expect(dueOf(clock, calendar)).toBe(dueOf(begun, calendar));
      }),
    );
  });

  test("said twice is one pause, and a resume said twice one resume", () => {
    const begun = startClock({ basis: "work_hour", amount: 4 }, moment("2026-03-04T09:00"));
    const paused = pauseClock(begun, moment("2026-03-04T10:00"), calendar);
    expect(paused).toMatchObject({ spentMs: 3_600_000, runningSince: null });
    expect(pauseClock(paused, moment("2026-03-04T11:00"), calendar)).toEqual(paused);
    const resumed = resumeClock(paused, moment("2026-03-04T14:00"));
    expect(resumeClock(resumed, moment("2026-03-04T15:00"))).toEqual(resumed);
  });

  test("that is heard with an earlier stamp than the last resume takes no time back", () => {
    const begun = startClock({ basis: "urgent_hour", amount: 4 }, moment("2026-03-04T09:00"));
    expect(pauseClock(begun, moment("2026-03-04T08:00"), calendar).spentMs).toBe(0);
  });
});

test("a clock that was over before its pause is due again as it resumes", () => {
  const begun = startClock({ basis: "work_hour", amount: 1 }, moment("2026-03-04T09:00"));
  const paused = pauseClock(begun, moment("2026-03-04T11:00"), calendar);
  expect(dueOf(paused, calendar)).toBeNull();
  expect(dueOf(resumeClock(paused, moment("2026-03-04T20:00")), calendar)).toBe(moment("2026-03-04T20:00"));
});

test("working hours that were used up as work stopped are due as their clock resumes, not in the morning", () => {
  const begun = startClock({ basis: "work_hour", amount: 1 }, moment("2026-03-04T17:00"));
  const paused = pauseClock(begun, moment("2026-03-04T18:00"), calendar);
  expect(dueOf(resumeClock(paused, moment("2026-03-04T20:00")), calendar)).toBe(moment("2026-03-04T20:00"));
});

test("an extension counts the same whenever it was granted: before, during or after a pause, even when overdue", () => {
  const begun = startClock({ basis: "work_hour", amount: 2 }, moment("2026-03-04T09:00"));
  const pause = (clock = begun) => pauseClock(clock, moment("2026-03-04T12:00"), calendar);
  const resume = (clock = begun) => resumeClock(clock, moment("2026-03-05T09:00"));
  const clocks = [
    resume(pause(extendClock(begun, 2))),
    resume(extendClock(pause(), 2)),
    extendClock(resume(pause()), 2),
  ];
  for (const clock of clocks) {
    expect(clock).toEqual(clocks[0]);
    expect(dueOf(clock, calendar)).toBe(moment("2026-03-05T10:00"));
  }
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 10_001])("an extension by %d is refused", (amount) => {
  const begun = startClock({ basis: "work_hour", amount: 2 }, moment("2026-03-04T09:00"));
  expect(() => extendClock(begun, amount)).toThrow(/^INPUT_INVALID: \/amount/);
});

test("a clock round the clock needs no holiday table at all", () => {
  const begun = startClock({ basis: "urgent_hour", amount: 2 }, moment("2031-05-01T23:00"));
  const clock = resumeClock(pauseClock(begun, moment("2031-05-01T23:30"), calendar), moment("2031-05-02T08:00"));
  expect(spentOf(clock, moment("2031-05-02T08:30"), calendar)).toBe(3_600_000);
  expect(dueOf(clock, calendar)).toBe(moment("2031-05-02T09:30"));
});
