/** Reads the cases of a span and scores them by unit, committee, class or month. */
import { findArea, within } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { findClass } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import { type CaseFacts, factsOf, type Score, scoreOf, scoresBy } from "./score.ts";

export const scoreGroups = ["unit", "committee", "class", "month"] as const;
export type ScoreGroup = (typeof scoreGroups)[number];

/** Moments since 1970, ms, of the report; closed-open. */
export type Span = { from: number; to: number };
export type ScoreRow = { key: string; name: string } & Score;
export type Scores = { by: ScoreGroup; total: Score; rows: ScoreRow[] };

const nobody = "–";
/** Shanghai keeps UTC+8 all the year. */
const shanghaiMs = 8 * 3_600_000;

const keys: Record<ScoreGroup, (one: CaseFacts, books: Books) => string> = {
  unit: ({ unit }) => unit ?? nobody,
  committee: ({ area }, { areas }) =>
    within(areas, findArea(areas, area)).find(({ tier }) => tier === "committee")?.id ?? nobody,
  class: ({ class: code }) => code,
  month: ({ openedAt }) => new Date(openedAt + shanghaiMs).toISOString().slice(0, 7),
};

const names: Record<ScoreGroup, (key: string, books: Books) => string | undefined> = {
  unit: (key, { units }) => findUnit(units, key)?.name,
  committee: (key, { areas }) => findArea(areas, key)?.name,
  class: (key, { classes }) => findClass(classes, key)?.name,
  month: (key) => key,
};

export async function readScores(tables: Tables, by: ScoreGroup, span: Span): Promise<Scores> {
  const books = await readBooks(tables);
  const cases: CaseFacts[] = [];
  for (const { ticket, story } of await tables.tickets.openedWithin(span)) {
    const facts = factsOf(ticket, story);
    if (facts !== null) cases.push(facts);
  }
  const rows = scoresBy(cases, (one) => keys[by](one, books));
  const named = rows.map(({ key, score }) => ({ key, name: names[by](key, books) ?? key, ...score }));
  const sorted = by === "month" ? named.sort((a, b) => a.key.localeCompare(b.key)) : named;
  return { by, total: scoreOf(cases), rows: sorted };
}
