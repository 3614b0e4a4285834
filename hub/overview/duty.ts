/** Who is on duty now, with their telephones. */
import type { Books } from "../rulebook/kinds.ts";
import { onDuty } from "../rulebook/roster.ts";
import { findUnit } from "../rulebook/units.ts";

export type DutyPerson = { name: string; phone?: string };
export type DutyNow = {
  unit: string;
  name: string;
  shift: string;
  from: string;
  to: string;
  leader: DutyPerson;
  people: DutyPerson[];
};

/** The street before its committees. */
export function dutyNow({ roster, units, channels }: Books, now: number): DutyNow[] {
  const phones = new Map(channels.people.map(({ name, phone }) => [name, phone]));
  const person = (name: string): DutyPerson => {
    const phone = phones.get(name);
    return phone === undefined ? { name } : { name, phone };
  };
  const tierOf = (unit: string) => findUnit(units, unit)?.tier ?? 0;
  return [...new Set(roster.shifts.map(({ unit }) => unit))]
    .sort((a, b) => Number(tierOf(a) !== 2) - Number(tierOf(b) !== 2))
    .flatMap((unit) => {
      const duty = onDuty(roster, unit, now);
      const shift = roster.shifts.find((one) => one.unit === unit && one.name === duty?.shift);
      if (duty === null || shift === undefined) return [];
      const name = findUnit(units, unit)?.name ?? unit;
      const people = duty.people.filter((one) => one !== duty.leader).map(person);
      return [{ unit, name, shift: duty.shift, from: shift.from, to: shift.to, leader: person(duty.leader), people }];
    });
}
