/** Due times against a walk through every minute of 2026, with holidays copied by hand and nothing of the code under test. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openCalendar } from "./calendar.ts";
import { usualCalendar } from "./holidays.ts";
import type { Basis } from "./limit.ts";
import { dueOf, pauseClock, resumeClock, startClock } from "./running-clock.ts";

const calendar = openCalendar(usualCalendar());

/** 国务院办公厅关于2026年部分节假日安排的通知, https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm */
const off = /^(01-0[1-3]|02-1[5-9]|02-2[0-3]|04-0[4-6]|05-0[1-5]|06-(19|20|21)|09-2[5-7]|10-0[1-7])$/;
const on = /^(01-04|02-14|02-28|05-09|09-20|10-10)$/;

const firstMinute = Date.parse("2026-01-01T00:00+08:00") / 60_000;
const minutesOf2026 = 365 * 1440;

const workMinutes = Array.from({ length: minutesOf2026 }, (_, minute) => {
  const local = new Date((firstMinute + minute + 480) * 60_000).toISOString();
  const date = local.slice(5, 10);
  const time = local.slice(11, 16);
  const weekend = [0, 6].includes(new Date(`2026-${date}T00:00Z`).getUTCDay());
  const day = on.test(date) || (!weekend && !off.test(date));
  return day && ((time >= "09:00" && time < "12:00") || (time >= "13:00" && time < "18:00"));
});

const minutesEach: Record<Basis, number> = { urgent_hour: 60, work_hour: 60, work_day: 480, calendar_day: 1440 };

type Case = { start: number; basis: Basis; minutes: number; pauseAfter: number; pauseFor: number };

/** Walks on minute by minute; `null` where the pause would begin after the limit has run out. */
function walk({ start, basis, minutes, pauseAfter, pauseFor }: Case): number | null {
  const always = basis === "urgent_hour" || basis === "calendar_day";
  const pausedUntil = start + pauseAfter + pauseFor;
  let counted = 0;
  for (let minute = start; ; minute++) {
    const before = minute < start + pauseAfter;
    if (counted === minutes && before) return null;
    const counts = (before || minute >= pausedUntil) && (always || workMinutes[minute] === true);
    if (counted === minutes && (basis !== "work_day" ? minute >= pausedUntil : counts)) return minute;
    if (counts) counted++;
  }
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  start: fc.integer({ min: 0, max: 270 * 1440 }),
  basis: fc.constantFrom("urgent_hour", "work_hour", "work_day", "calendar_day"),
  minutes: fc.oneof(
    fc.integer({ min: 1, max: 4800 }),
    fc.integer({ min: 1, max: 10 }).map((n) => n * 480),
  ),
  pauseAfter: fc.integer({ min: 0, max: 3000 }),
  pauseFor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20_000 })),
});

const at = (minute: number) => (firstMinute + minute) * 60_000;

test("500 random limits with a pause are due where a walk through the minutes ends", () => {
  let compared = 0;
  fc.assert(
    fc.property(anyCase, (one) => {
      const walked = walk(one);
      if (walked === null) return;
      compared++;
      const limit = { basis: one.basis, amount: one.minutes / minutesEach[one.basis] };
      const paused = pauseClock(startClock(limit, at(one.start)), at(one.start + one.pauseAfter), calendar);
      const clock = resumeClock(paused, at(one.start + one.pauseAfter + one.pauseFor));
      expect(dueOf(clock, calendar)).toBe(at(walked));
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThanOrEqual(500);
});
