/** Who gets a case, and why: by the table, by precedent, by area, by duty; pure. */
import { Fault } from "../../../core/fault.ts";
import type { Bilingual } from "../../../core/point.ts";
import { type Area, findArea, within } from "../../rulebook/areas.ts";
import { findClass } from "../../rulebook/classes.ts";
import { type DispatchRow, rowFor } from "../../rulebook/dispatch.ts";
import type { Books } from "../../rulebook/kinds.ts";
import { type Duty, onDuty } from "../../rulebook/roster.ts";
import { findUnit, type Unit } from "../../rulebook/units.ts";
import type { Ticket } from "../ticket.ts";

/** How often a unit closed like cases. */
export type Precedent = { unit: string; count: number; exact: boolean };

export type Choice = {
  unit: string;
  assignee: string;
  why: Bilingual;
  /** The unit has shifts, and nobody is on any of them now. */
  hole: boolean;
};

type Reason = { unit: Unit; why: Bilingual };
export type Case = Pick<Ticket, "class" | "severity" | "area">;

/** The unit, then who of it is on duty at `now`. */
export function choose(books: Books, facts: Case, precedents: readonly Precedent[], now: number): Choice {
  const { unit, why } = unitFor(books, facts, precedents);
  const duty = onDuty(books.roster, unit.id, now);
  const hasShifts = books.roster.shifts.some((shift) => shift.unit === unit.id);
  const leader = facts.severity === 1 ? leaderOf(books, unit, now) : null;
  return {
    unit: unit.id,
    assignee: nameOf(unit, duty),
    why: saidBy(why, duty, hasShifts, leader),
    hole: hasShifts && duty === null,
  };
}

/** A row that names the class; precedents at this very sensor; any other row; like cases in the area; who answers for the area; the rest. */
function unitFor(books: Books, facts: Case, precedents: readonly Precedent[]): Reason {
  const area = findArea(books.areas, facts.area);
  const row = rowFor(books.dispatch, { class: facts.class, severity: facts.severity, area }, books.areas);
  const byRow = row === null ? null : byTable(books, row);
  const byExact = byPrecedent(
    books,
    precedents.filter(({ exact }) => exact),
  );
  const byLike = byPrecedent(
    books,
    precedents.filter(({ exact }) => !exact),
  );
  const isNamed = row?.row.class === facts.class;
  const order = isNamed ? [byRow] : [byExact, byRow, byLike];
  return order.find((reason) => reason !== null) ?? byArea(books, area) ?? last(books, facts);
}

function byTable(books: Books, { row, number }: { row: DispatchRow; number: number }): Reason | null {
  const unit = findUnit(books.units, row.unit);
  if (unit === null) return null;
  const why = row.why ?? { zh: `派给${unit.name}`, en: `sent to ${unit.name}` };
  return {
    unit,
    why: { zh: `按派遣表第 ${number} 行：${why.zh}`, en: `Row ${number} of the dispatch table: ${why.en}` },
  };
}

function byPrecedent({ dispatch, units }: Books, [best]: readonly Precedent[]): Reason | null {
  const unit = best === undefined ? null : findUnit(units, best.unit);
  if (best === undefined || unit === null || dispatch.precedents === 0 || best.count < dispatch.precedents) return null;
  const [zh, en] = best.exact ? ["这个点位", "at this sensor"] : ["这个小区同类", "of this class in this area"];
  return {
    unit,
    why: {
      zh: `按先例：${zh}此前 ${best.count} 件由${unit.name}办结`,
      en: `By precedent: ${best.count} cases ${en} were closed by ${unit.name}`,
    },
  };
}

function byArea({ areas, units, dispatch }: Books, area: Area | null): Reason | null {
  for (const each of within(areas, area)) {
    const unit = findUnit(units, each.unit);
    if (unit === null) continue;
    const why = dispatch.byArea ?? { zh: "归所在片区", en: "by area" };
    return { unit, why: { zh: `${why.zh}：${each.name}`, en: `${why.en}: ${each.name}` } };
  }
  return null;
}

/** Throws `INPUT_INVALID` where the tables do not fit each other; an import checks that they do. */
function last({ dispatch, units, classes }: Books, { class: code }: Case): Reason {
  const unit = findUnit(units, dispatch.otherwise);
  if (unit === null)
    throw new Fault("INPUT_INVALID", `/otherwise "${dispatch.otherwise}" of the dispatch table is no unit`);
  const name = findClass(classes, code)?.name ?? code;
  return {
    unit,
    why: {
      zh: `派遣表没有“${name}”，地点也不在任何片区，先派${unit.name}`,
      en: `No row for "${name}" and no area fits: ${unit.name} decides`,
    },
  };
}

function nameOf(unit: Unit, duty: Duty | null): string {
  return duty === null ? unit.name : `${unit.name} ${duty.people[0]}`;
}

/** The gravest cases are told to who leads now: the unit's leader, else that of the unit above. */
function leaderOf({ roster, units }: Books, unit: Unit, now: number): string | null {
  for (let at: Unit | null = unit; at !== null; at = findUnit(units, at.parent)) {
    const duty = onDuty(roster, at.id, now);
    if (duty !== null) return `${at.name} ${duty.leader}`;
  }
  return null;
}

function saidBy(why: Bilingual, duty: Duty | null, hasShifts: boolean, leader: string | null): Bilingual {
  const shift =
    duty !== null
      ? { zh: `；${duty.shift}在岗`, en: `; on duty: ${duty.shift}` }
      : hasShifts
        ? { zh: "；这个时段排班表上没有人", en: "; nobody is on duty now" }
        : { zh: "", en: "" };
  const head =
    leader === null ? { zh: "", en: "" } : { zh: `；带班领导：${leader}`, en: `; leader on duty: ${leader}` };
  return { zh: `${why.zh}${shift.zh}${head.zh}。`, en: `${why.en}${shift.en}${head.en}.` };
}
