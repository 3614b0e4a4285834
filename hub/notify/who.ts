/** Who is meant by "on duty", "leader", "parent unit": units and people by the roster of this moment. Pure. */
import { beginOf, type Day, dayMs, dayOf } from "../tickets/clock/day.ts";
import type { Shift, TellingBooks, Unit } from "./books.ts";

/** A unit that is told, and who of it by name. `isHole`: the roster names nobody for now. */
export type Recipient = { unit: string; name: string; people: string[]; isHole: boolean };

/** What a rung or a move can name besides a unit's id. */
export type Whom = "on duty" | "leader" | "parent unit" | "unit" | "operators";

/** `unit` has the case; null while nobody has. */
export function recipientOf(books: TellingBooks, whom: string, unit: string | null, now: number): Recipient {
  const own = unit ?? books.ladder.operators;
  const named: Record<string, () => Recipient> = {
    "on duty": () => onDutyOf(books, own, now),
    unit: () => onDutyOf(books, own, now),
    leader: () => leaderOf(books, own, now),
    "parent unit": () => onDutyOf(books, parentOf(books, own) ?? books.ladder.operators, now),
    operators: () => onDutyOf(books, books.ladder.operators, now),
  };
  return (named[whom] ?? (() => onDutyOf(books, whom, now)))();
}

function onDutyOf(books: TellingBooks, unit: string, now: number): Recipient {
  const shift = shiftOf(books.shifts, unit, now);
  return { unit, name: nameOf(books.units, unit), people: [...(shift?.people ?? [])], isHole: shift === null };
}

function leaderOf(books: TellingBooks, unit: string, now: number): Recipient {
  const shift = shiftOf(books.shifts, unit, now);
  return {
    unit,
    name: nameOf(books.units, unit),
    people: shift === null ? [] : [shift.leader],
    isHole: shift === null,
  };
}

export function parentOf({ units }: Pick<TellingBooks, "units">, unit: string): string | null {
  return units.find(({ id }) => id === unit)?.parent ?? null;
}

function nameOf(units: readonly Unit[], id: string): string {
  return units.find((unit) => unit.id === id)?.name ?? id;
}

/** The shift that runs now; one that goes over midnight belongs to the day it began. */
export function shiftOf(shifts: readonly Shift[], unit: string, now: number): Shift | null {
  const today = dayOf(now);
  return shifts.find((shift) => shift.unit === unit && [today - 1, today].some((day) => runs(shift, day, now))) ?? null;
}

function runs({ from, to, days }: Shift, day: Day, now: number): boolean {
  if (!days.includes(weekdayOf(day))) return false;
  const [start, end] = [beginOf(day) + msOf(from), beginOf(day) + msOf(to)];
  return now >= start && now < (end > start ? end : end + dayMs);
}

/** 1 Monday … 7 Sunday; 1970-01-01 was a Thursday. */
function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function msOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return ((hours as number) * 60 + (minutes as number)) * 60_000;
}
