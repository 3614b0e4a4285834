/** Who would get such a case by the tables in force, or by a draft of the dispatch table; nothing is sent. */
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { Severity } from "../../../core/rule.ts";
import { findArea } from "../../rulebook/areas.ts";
import { readBooks } from "../../rulebook/books.ts";
import { Dispatch, faultOfDispatch, rowFor } from "../../rulebook/dispatch.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { Tables } from "../../store/store.ts";
import { choose } from "./choose.ts";

export type Trial = { class: string; severity: Severity; area?: string | undefined; table?: unknown };
/** `row`: its number from 1, where a row fits. Precedents are left out: they are of one sensor, not of the table. */
export type Tried = { unit: string; assignee: string; why: Bilingual; row?: number };

/** Throws `INPUT_INVALID` naming the field of the draft. */
export async function tryDispatch(
  tables: Pick<Tables, "rulebook">,
  { class: code, severity, area = "", table }: Trial,
  now: number,
): Promise<Tried> {
  const books = withDraft(await readBooks(tables), table);
  const facts = { class: code, severity, area: findArea(books.areas, area) };
  const found = rowFor(books.dispatch, facts, books.areas);
  const { unit, assignee, why } = choose(books, { ...facts, area: facts.area?.id ?? null }, [], now);
  return { unit, assignee, why, ...(found === null ? {} : { row: found.number }) };
}

function withDraft(books: Books, table: unknown): Books {
  if (table === undefined) return books;
  const dispatch = check(Dispatch, table, "INPUT_INVALID");
  const wrong = faultOfDispatch(dispatch, books.units, books.areas, books.classes);
  if (wrong !== null) throw new Fault("INPUT_INVALID", wrong);
  return { ...books, dispatch };
}
