/** A week of duty, in minutes since Monday 00:00: who has it when, and when nobody has. Pure. */
import type { Shift } from "../../../../rulebook/roster.ts";

export const dayMin = 24 * 60;
const weekMin = 7 * dayMin;

export type Span = { from: number; to: number };
export type Duty = Span & { shift: Shift };

const minutesOf = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

/** One over midnight on Sunday goes on on Monday. */
export function spansOf({ from, to, days }: Pick<Shift, "from" | "to" | "days">): Span[] {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  if (Number.isNaN(start + end)) return [];
  const length = end > start ? end - start : end + dayMin - start;
  return days.flatMap((day) => {
    const a = (day - 1) * dayMin + start;
    const b = a + length;
    return b <= weekMin
      ? [{ from: a, to: b }]
      : [
          { from: a, to: weekMin },
          { from: 0, to: b - weekMin },
        ];
  });
}

/** In order of time. */
export function dutiesOf(shifts: readonly Shift[]): Duty[] {
  return shifts.flatMap((shift) => spansOf(shift).map((span) => ({ ...span, shift }))).sort((a, b) => a.from - b.from);
}

/** Every time of the week that no span covers. */
export function holesOf(spans: readonly Span[]): Span[] {
  const holes: Span[] = [];
  let covered = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from > covered) holes.push({ from: covered, to: from });
    covered = Math.max(covered, to);
  }
  return covered < weekMin ? [...holes, { from: covered, to: weekMin }] : holes;
}

/** Cut at midnight: what lies on each of the seven days, in minutes of that day. */
export function byDay<One extends Span>(spans: readonly One[]): One[][] {
  return [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const [start, end] = [day * dayMin, (day + 1) * dayMin];
    return spans
      .filter(({ from, to }) => from < end && to > start)
      .map((span) => ({ ...span, from: Math.max(span.from, start) - start, to: Math.min(span.to, end) - start }));
  });
}

export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
