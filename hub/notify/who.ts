/** Who is meant by "on duty", "leader", "parent unit" …: units, and people by the roster of this moment. Pure. */
import { findArea } from "../rulebook/areas.ts";
import type { Books } from "../rulebook/kinds.ts";
import { onDuty } from "../rulebook/roster.ts";
import { findUnit, parentOf } from "../rulebook/units.ts";
import type { Ticket } from "../tickets/ticket.ts";

/** A unit that is told, and who of it by name; `stand-in`: because nobody is on duty at the one that is meant. */
export type Recipient = { unit: string; name: string; people: string[]; part: "meant" | "stand-in" };

/** The unit that has a case, that answers for its place, or the operations room. */
export function unitOf(books: Books, { unit, area }: Pick<Ticket, "unit" | "area">): string {
  return unit ?? findArea(books.areas, area)?.unit ?? books.ladder.operators;
}

type Resolver = (books: Books, unit: string, now: number) => Recipient[];

const resolvers: Record<string, Resolver> = {
  "on duty": onDutyOf,
  unit: onDutyOf,
  leader: leaderOf,
  "parent unit": (books, unit, now) => onDutyOf(books, parentOf(books.units, unit)?.id ?? books.ladder.operators, now),
  operators: (books, _unit, now) => onDutyOf(books, books.ladder.operators, now),
};

/** `whom` as a rung or a move names it: one of the words above, or a unit's id. */
export function recipientsOf(books: Books, whom: string, unit: string, now: number): Recipient[] {
  const resolve = Object.hasOwn(resolvers, whom) ? resolvers[whom] : undefined;
  return resolve === undefined ? onDutyOf(books, whom, now) : resolve(books, unit, now);
}

/** Where nobody is on duty, the nearest unit above that has somebody is told as well. */
function onDutyOf(books: Books, unit: string, now: number): Recipient[] {
  const duty = onDuty(books.roster, unit, now);
  const own = { unit, name: nameOf(books, unit), people: [...(duty?.people ?? [])], part: "meant" as const };
  return duty === null ? [own, ...awakeAbove(books, unit, now)] : [own];
}

function awakeAbove(books: Books, unit: string, now: number): Recipient[] {
  for (let above = parentOf(books.units, unit); above !== null; above = parentOf(books.units, above.id)) {
    const duty = onDuty(books.roster, above.id, now);
    if (duty !== null) return [{ unit: above.id, name: above.name, people: [...duty.people], part: "stand-in" }];
  }
  return [];
}

/** A leader who is at home is not called: the nearest one on duty is. */
function leaderOf(books: Books, unit: string, now: number): Recipient[] {
  for (let at = findUnit(books.units, unit); at !== null; at = parentOf(books.units, at.id)) {
    const duty = onDuty(books.roster, at.id, now);
    if (duty !== null)
      return [{ unit: at.id, name: at.name, people: [duty.leader], part: at.id === unit ? "meant" : "stand-in" }];
  }
  return onDutyOf(books, unit, now);
}

export function nameOf({ units }: Pick<Books, "units">, id: string): string {
  return findUnit(units, id)?.name ?? id;
}
