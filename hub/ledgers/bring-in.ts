/** A file of entries: every row is checked before any is written; one wrong row and nothing changes. */
import { Fault } from "../../core/fault.ts";
import type { Bilingual } from "../../core/point.ts";
import type { LedgerBook, LedgerColumn } from "../rulebook/ledger-books.ts";
import type { Units } from "../rulebook/units.ts";
import type { LedgerFields, LedgerRevision } from "../store/ledger-entries.ts";
import type { Tables } from "../store/store.ts";
import { type Raw, readFields } from "./read-fields.ts";
import { openEntry, type Pen, reviseEntry } from "./write-entry.ts";

/** The head of the column that names an entry which is there already. */
export const idTitle = "编号";

export type RowFault = { /** Of the file, from 1. */ row: number; column: string; why: Bilingual };
export type Brought = { added: number; changed: number; same: number; faults: RowFault[] };

type Row = { row: number; before: LedgerRevision | null; fields: LedgerFields };
type Head = { index: number; column: LedgerColumn }[];

/** `keep: false` only looks. Throws `INPUT_INVALID` when the first row names no column of the book. */
export async function bringIn(
  tables: Pick<Tables, "ledgerEntries">,
  book: LedgerBook,
  cells: readonly Raw[][],
  units: Units,
  pen: Pen & { keep: boolean },
): Promise<Brought> {
  const entries = await tables.ledgerEntries.list(book.id);
  const { rows, faults } = readRows(book, cells, units, entries);
  const live = new Set(entries.filter(({ state }) => state === "live").map(({ fields }) => keyOf(fields)));
  const fresh = rows.filter(
    ({ before, fields }) => before === null && !live.has(keyOf(fields)) && live.add(keyOf(fields)),
  );
  const changed = rows.filter(({ before, fields }) => before !== null && keyOf(before.fields) !== keyOf(fields));
  const brought = {
    added: fresh.length,
    changed: changed.length,
    same: rows.length - fresh.length - changed.length,
    faults,
  };
  if (faults.length > 0 || !pen.keep) return brought;
  for (const { fields } of fresh) await openEntry(tables, book.id, fields, pen);
  for (const { before, fields } of changed) {
    const { id, rev } = before as LedgerRevision;
    await reviseEntry(tables, { book: book.id, id, rev, why: "文件导入" }, { fields }, pen);
  }
  return brought;
}

/** The same whatever order the fields were written in. */
function keyOf(fields: LedgerFields): string {
  return JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readRows(book: LedgerBook, cells: readonly Raw[][], units: Units, entries: readonly LedgerRevision[]) {
  const [first = [], ...body] = cells;
  const head = headOf(book, first);
  const idAt = first.findIndex((cell) => String(cell ?? "").trim() === idTitle);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const rows: Row[] = [];
  const faults: RowFault[] = [];
  for (const [i, line] of body.entries()) {
    const row = i + 2;
    const id = idAt < 0 ? "" : String(line[idAt] ?? "").trim();
    const before = byId.get(id) ?? null;
    const raw = { ...before?.fields, ...Object.fromEntries(head.map(({ index, column }) => [column.id, line[index]])) };
    const read = readFields(book, raw, units);
    faults.push(...read.faults.map(({ column, why }) => ({ row, column: titleOf(book, column), why })));
    if (id !== "" && before?.state !== "live") faults.push({ row, column: idTitle, why: unknownId(id) });
    rows.push({ row, before, fields: read.fields });
  }
  return { rows, faults };
}

function unknownId(id: string): Bilingual {
  return {
    zh: `没有编号 ${id} 这一条，或已作废；新的一条编号留空`,
    en: `no live entry ${id}; leave it empty for a new one`,
  };
}

function titleOf({ columns }: LedgerBook, id: string): string {
  return columns.find((column) => column.id === id)?.title.zh ?? id;
}

/** Columns by their title in either language, or their id. */
function headOf({ columns }: LedgerBook, first: readonly Raw[]): Head {
  const head = first.flatMap((cell, index): Head => {
    const name = String(cell ?? "").trim();
    const column = columns.find(({ id, title }) => name !== "" && [id, title.zh, title.en].includes(name));
    return column === undefined ? [] : [{ index, column }];
  });
  if (head.length === 0)
    throw new Fault(
      "INPUT_INVALID",
      `the first row must name columns: ${columns.map(({ title }) => title.zh).join("、")}`,
    );
  return head;
}
