/** Reads the counted cases of a span and scores them by unit, committee, class or month. */
import { findArea, within } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { findClass } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import { type CaseFacts, monthOf, type Score, scoreOf, scoresBy } from "./score.ts";

export const scoreGroups = ["unit", "committee", "class", "month"] as const;
export type ScoreGroup = (typeof scoreGroups)[number];

/** Moments since 1970, ms, of the report; closed-open. `areas`: only what lies in these; null: all. */
export type Span = { from: number; to: number; areas?: ReadonlySet<string> | null };
export type ScoreRow = { key: string; name: string } & Score;
/** `pending`: cases that have moved and are not counted yet. */
export type Scores = { by: ScoreGroup; total: Score; rows: ScoreRow[]; pending: number };

const nobody = "–";
type KeyOf = (one: CaseFacts) => string;

const keyOf: Record<ScoreGroup, (books: Books) => KeyOf> = {
  unit:
    () =>
    ({ unit }) =>
      unit ?? nobody,
  committee: committeeOf,
  class:
    () =>
    ({ class: code }) =>
      code,
  month:
    () =>
    ({ openedAt }) =>
      monthOf(openedAt),
};

/** A street has few areas and many cases. */
function committeeOf({ areas }: Books): KeyOf {
  const known = new Map<string | null, string>();
  return ({ area }) => {
    const found = known.get(area);
    if (found !== undefined) return found;
    const committee = within(areas, findArea(areas, area)).find(({ tier }) => tier === "committee")?.id ?? nobody;
    known.set(area, committee);
    return committee;
  };
}

const names: Record<ScoreGroup, (key: string, books: Books) => string | undefined> = {
  unit: (key, { units }) => findUnit(units, key)?.name,
  committee: (key, { areas }) => findArea(areas, key)?.name,
  class: (key, { classes }) => findClass(classes, key)?.name,
  month: (key) => key,
};

export async function readScores(tables: Tables, by: ScoreGroup, span: Span): Promise<Scores> {
  const books = await readBooks(tables);
  const cases = await tables.caseFacts.within(span);
  const rows = scoresBy(cases, keyOf[by](books));
  const named = rows.map(({ key, score }) => ({ key, name: names[by](key, books) ?? key, ...score }));
  const sorted = by === "month" ? named.sort((a, b) => a.key.localeCompare(b.key)) : named;
  return { by, total: scoreOf(cases), rows: sorted, pending: await tables.caseFacts.countStale() };
}
