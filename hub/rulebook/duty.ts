/** Who of a unit is on duty at a moment, by its shifts. Pure; the console asks it too. */
import type { Roster, Shift } from "./roster.ts";

export type Duty = { shift: string; people: readonly string[]; leader: string };

export const dayMin = 24 * 60;
export const weekMin = 7 * dayMin;
/** [GB/T 7408] Shanghai keeps UTC+8 all the year. */
const shanghaiMs = 8 * 3_600_000;

/** Who is on duty at `now` (ms since 1970); null when nobody is. */
export function onDuty({ shifts }: Roster, unit: string, now: number): Duty | null {
  const minute = minuteOfWeek(now);
  const shift = shifts.find((one) => one.unit === unit && spansOf(one).some(([a, b]) => a <= minute && minute < b));
  return shift === undefined ? null : { shift: shift.name, people: shift.people, leader: shift.leader };
}

/** Minutes since Monday 00:00 in Shanghai; 1970-01-01 was a Thursday. */
function minuteOfWeek(now: number): number {
  return (Math.floor((now + shanghaiMs) / 60_000) + 3 * dayMin) % weekMin;
}

/** A shift's time in the week, as closed-open minutes; one over midnight on Sunday goes on on Monday. */
export function spansOf({ from, to, days }: Shift): [number, number][] {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const length = end > start ? end - start : end + dayMin - start;
  return days.flatMap((day): [number, number][] => {
    const a = (day - 1) * dayMin + start;
    return a + length <= weekMin
      ? [[a, a + length]]
      : [
          [a, weekMin],
          [0, a + length - weekMin],
        ];
  });
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
