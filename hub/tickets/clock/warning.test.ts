import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openCalendar } from "./calendar.ts";
import { usualCalendar } from "./holidays.ts";
import type { Limit } from "./limit.ts";
import { dueOf, extendClock, pauseClock, resumeClock, startClock } from "./running-clock.ts";
import { type WarningLevel, warningLevels, warningOf } from "./warning.ts";

const calendar = openCalendar(usualCalendar());
const moment = (text: string) => Date.parse(`${text}+08:00`);
const minutes = (count: number) => count * 60_000;

const urgent = startClock({ basis: "urgent_hour", amount: 10 }, moment("2026-03-04T10:00"));
/** 480 minutes of work: yellow with 96 left, red with 48 left. */
const day = startClock({ basis: "work_day", amount: 1 }, moment("2026-03-04T10:00"));
/** Over just as work stops on Friday; 240 minutes: yellow with 48 left, red with 24. */
const friday = startClock({ basis: "work_hour", amount: 4 }, moment("2026-03-06T14:00"));

describe("a running clock warns", () => {
  test.each<[string, typeof day, string, WarningLevel, number, string | null]>([
    ["10 urgent hours", urgent, "2026-03-04T10:00", "none", 600, "2026-03-04T18:00"],
    ["10 urgent hours", urgent, "2026-03-04T17:59", "none", 121, "2026-03-04T18:00"],
    ["10 urgent hours", urgent, "2026-03-04T18:00", "yellow", 120, "2026-03-04T19:00"],
    ["10 urgent hours", urgent, "2026-03-04T19:00", "red", 60, "2026-03-04T20:00"],
    ["10 urgent hours", urgent, "2026-03-04T20:00", "overdue", 0, null],
    ["10 urgent hours", urgent, "2026-03-04T21:00", "overdue", -60, null],
    ["10 urgent hours, asked too early", urgent, "2026-03-04T09:00", "none", 600, "2026-03-04T18:00"],
    ["a working day", day, "2026-03-04T17:23", "none", 97, "2026-03-04T17:24"],
    ["a working day", day, "2026-03-04T17:24", "yellow", 96, "2026-03-05T09:12"],
    ["a working day, at night", day, "2026-03-05T03:00", "yellow", 60, "2026-03-05T09:12"],
    ["a working day", day, "2026-03-05T09:12", "red", 48, "2026-03-05T10:00"],
    ["a working day", day, "2026-03-05T10:00", "overdue", 0, null],
    ["4 working hours", friday, "2026-03-06T17:12", "yellow", 48, "2026-03-06T17:36"],
    ["4 working hours", friday, "2026-03-06T18:00", "overdue", 0, null],
    ["4 working hours, all weekend", friday, "2026-03-08T12:00", "overdue", 0, null],
    ["4 working hours", friday, "2026-03-09T09:30", "overdue", -30, null],
  ])("%s (%#)", (_name, clock, now, level, left, next) => {
    expect(warningOf(clock, moment(now), calendar)).toEqual({
      level,
      leftMs: minutes(left),
      atMs: next === null ? null : moment(next),
    });
  });
});

test("the parts can be set", () => {
  const parts = { yellow: 0.5, red: 0.25 };
  const at = (now: string) => warningOf(urgent, moment(now), calendar, parts);
  expect(at("2026-03-04T14:59")).toMatchObject({ level: "none", atMs: moment("2026-03-04T15:00") });
  expect(at("2026-03-04T15:00")).toMatchObject({ level: "yellow", atMs: moment("2026-03-04T17:30") });
  expect(at("2026-03-04T17:30")).toMatchObject({ level: "red", atMs: moment("2026-03-04T20:00") });
});

test("an extension takes a warning back", () => {
  const late = moment("2026-03-04T19:30");
  expect(warningOf(urgent, late, calendar).level).toBe("red");
  expect(warningOf(extendClock(urgent, 10), late, calendar)).toMatchObject({ level: "none", leftMs: minutes(630) });
});

describe("a paused clock", () => {
  test.each<[string, WarningLevel, number]>([
    ["2026-03-04T12:00", "none", 480],
    ["2026-03-04T18:30", "yellow", 90],
    ["2026-03-04T19:30", "red", 30],
    ["2026-03-04T20:30", "overdue", -30],
  ])("keeps the level it had at %s, announces no other, and goes on from there", (at, level, left) => {
    const paused = pauseClock(urgent, moment(at), calendar);
    expect(warningOf(paused, moment("2026-03-09T00:00"), calendar)).toEqual({
      level,
      leftMs: minutes(left),
      atMs: null,
    });
    const resumed = resumeClock(paused, moment("2026-03-10T00:00"));
    expect(warningOf(resumed, moment("2026-03-10T00:00"), calendar)).toMatchObject({ level, leftMs: minutes(left) });
  });

  test("is not overdue at night when its working day ends with the next opening", () => {
    const weekend = startClock({ basis: "work_day", amount: 1 }, moment("2026-03-07T10:00"));
    const monday = moment("2026-03-09T20:00");
    expect(warningOf(weekend, monday, calendar)).toEqual({ level: "red", leftMs: 0, atMs: moment("2026-03-10T09:00") });
    const paused = pauseClock(weekend, monday, calendar);
    expect(warningOf(paused, monday, calendar).level).toBe("red");
    expect(dueOf(resumeClock(paused, monday), calendar)).toBe(moment("2026-03-10T09:00"));
  });
});

test("followed from change to change, every clock goes through all levels and is overdue at its due time", () => {
  const limit: fc.Arbitrary<Limit> = fc.record({
    basis: fc.constantFrom("urgent_hour", "work_hour", "work_day", "calendar_day"),
    amount: fc.double({ min: 0.01, max: 20, noNaN: true }),
  });
  const start = fc.integer({ min: moment("2015-01-01T00:00"), max: moment("2026-06-01T00:00") });
  fc.assert(
    fc.property(start, limit, (from, limit) => {
      const clock = startClock(limit, from);
      const seen: WarningLevel[] = [];
      let last = from;
      for (let at: number | null = from; at !== null; ) {
        const now: number = at;
        const warning = warningOf(clock, now, calendar);
        seen.push(warning.level);
        if (warning.atMs !== null) expect(warningOf(clock, warning.atMs - 1, calendar).level).toBe(warning.level);
        [last, at] = [now, warning.atMs];
      }
      expect(seen).toEqual(warningLevels);
      expect(last).toBe(dueOf(clock, calendar));
    }),
  );
});
