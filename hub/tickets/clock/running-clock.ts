/** A ticket's clock as a value: it runs, pauses (挂账), resumes, is extended (延期) and warns before its limit is over. */
import type { Static } from "typebox";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { Calendar } from "./calendar.ts";
import { limitMs, momentAfter, spentMs } from "./due.ts";
import { Limit } from "./limit.ts";

export const RunningClock = Type.Object(
  {
    limit: Limit,
    startedAt: Type.Number({ description: "ms since 1970" }),
    spentMs: Type.Number({ minimum: 0, description: "time that counted before the last start or resume" }),
    runningSince: Type.Union([Type.Number(), Type.Null()], { description: "ms since 1970; null while paused" }),
    extendedBy: Type.Number({ minimum: 0, description: "all extensions together, in the limit's own kind of time" }),
  },
  { additionalProperties: false },
);
export type RunningClock = Static<typeof RunningClock>;

export function startClock(limit: Limit, now: number): RunningClock {
  return { limit, startedAt: now, spentMs: 0, runningSince: now, extendedBy: 0 };
}

/** A clock that is paused already stays as it is. */
export function pauseClock(clock: RunningClock, now: number, calendar: Calendar): RunningClock {
  return { ...clock, spentMs: spentOf(clock, now, calendar), runningSince: null };
}

/** A clock that runs already stays as it is. */
export function resumeClock(clock: RunningClock, now: number): RunningClock {
  return { ...clock, runningSince: clock.runningSince ?? now };
}

/** More time, counted from the limit's own end, whenever it was granted. Throws `INPUT_INVALID` for less than none. */
export function extendClock(clock: RunningClock, amount: number): RunningClock {
  if (!(amount > 0 && amount <= 10_000)) throw new Fault("INPUT_INVALID", "/amount must be > 0 and <= 10000");
  return { ...clock, extendedBy: clock.extendedBy + amount };
}

/**
 * Another limit from the clock's own start on. Throws `MOVE_NOT_ALLOWED` where time was counted, or granted, in one kind
 * already and the other limit counts another.
 */
export function limitClock(clock: RunningClock, limit: Limit): RunningClock {
  const isCounted = clock.spentMs > 0 || clock.extendedBy > 0;
  if (isCounted && limit.basis !== clock.limit.basis)
    throw new Fault(
      "MOVE_NOT_ALLOWED",
      `the clock was paused or extended in ${clock.limit.basis}; a limit in ${limit.basis} would count that wrong`,
    );
  return { ...clock, limit };
}

/** Limit and extensions as counted time, ms. */
export function totalOf({ limit, extendedBy }: RunningClock, calendar: Calendar): number {
  return limitMs({ ...limit, amount: limit.amount + extendedBy }, calendar);
}

/** Counted time used up until `now`, ms. Throws `CALENDAR_MISSING`. */
export function spentOf({ limit, runningSince, spentMs: before }: RunningClock, now: number, calendar: Calendar) {
  return runningSince === null ? before : before + spentMs(runningSince, now, limit.basis, calendar);
}

/** `null` while paused. A clock that is resumed with less than nothing left is due as it resumes. Throws `CALENDAR_MISSING`. */
export function dueOf(clock: RunningClock, calendar: Calendar): number | null {
  return momentOf(clock, 0, calendar);
}

/** The moment at which so much counted time is left; `null` while paused. */
export function momentOf(clock: RunningClock, leftMs: number, calendar: Calendar): number | null {
  const { limit, runningSince, spentMs: before } = clock;
  if (runningSince === null) return null;
  return momentAfter(runningSince, totalOf(clock, calendar) - leftMs - before, limit.basis, calendar);
}
