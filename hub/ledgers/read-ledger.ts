/** Reads a book as somebody may see it: its entries and the rows the hub knows by itself, without what is not for everyone. */
import { Fault } from "../../core/fault.ts";
import { readBooks } from "../rulebook/books.ts";
import { findBook, type LedgerBook } from "../rulebook/ledger-books.ts";
import type { Units } from "../rulebook/units.ts";
import type { LedgerFields, LedgerRevision } from "../store/ledger-entries.ts";
import type { Mark, Page } from "../store/page.ts";
import type { Tables } from "../store/store.ts";
import { idTitle } from "./bring-in.ts";
import { expiryOf } from "./expiry.ts";
import { type KnownRow, knownRows } from "./known-rows.ts";
import type { Cells } from "./sheet.ts";
import type { LedgerBookView, LedgerEntryView } from "./views.ts";

/** Whether who asks keeps the ledgers. */
export type Keeps = boolean;

/** Throws `NOT_FOUND`: also for a book of people that is not for who asks. */
export async function bookOf(tables: Tables, id: string, keeps: Keeps): Promise<{ book: LedgerBook; units: Units }> {
  const books = await readBooks(tables);
  const book = findBook(books["ledger-books"], id);
  if (book === null || (book.personal === true && !keeps)) throw new Fault("NOT_FOUND", `ledger ${id}`);
  return { book, units: books.units };
}

export async function bookViews(tables: Tables, keeps: Keeps, now: number): Promise<LedgerBookView[]> {
  const { "ledger-books": ledgers } = await readBooks(tables);
  const shown = ledgers.books.filter(({ personal }) => keeps || personal !== true);
  return Promise.all(
    shown.map(async (book) => {
      const live = (await tables.ledgerEntries.list(book.id)).filter(({ state }) => state === "live");
      const due = live.filter(({ fields }) => expiryOf(book, fields, now)?.isDue);
      return { ...book, entries: live.length, due: due.length, mayWrite: keeps };
    }),
  );
}

/** What a page of a book is cut by: how urgent, how old, which. */
export type EntryMark = [left: number, writtenAt: number, id: string];

export type EntryFilter = { state: "live" | "void" | "all"; q?: string | undefined; due?: boolean | undefined };

/** What ends first comes first, then what was written last; what the hub knows comes after. */
export async function entryViews(
  tables: Tables,
  book: LedgerBook,
  filter: EntryFilter,
  keeps: Keeps,
  now: number,
): Promise<LedgerEntryView[]> {
  const files = keeps ? await tables.ledgerFiles.counts(book.id) : new Map<string, number>();
  const written = (await tables.ledgerEntries.list(book.id)).map((entry) => {
    const count = files.get(entry.id);
    return { ...entryView(book, entry, keeps, now), ...(count === undefined ? {} : { files: count }) };
  });
  const byItself = book.fills === undefined ? [] : await knownRows[book.fills](tables);
  const all = [...written, ...byItself.map((row) => knownView(book, row))];
  return all.filter((view) => fits(view, filter)).sort(byUrgency);
}

/** The rows after `after`, as many as are asked for; they are few enough to be looked through. */
export function entryPage(views: readonly LedgerEntryView[], limit: number, after?: Mark): Page<LedgerEntryView> {
  const rest = after === undefined ? views : views.filter((view) => isBeyond(markOf(view), after));
  const rows = rest.slice(0, limit);
  const last = rest.length > limit ? rows.at(-1) : undefined;
  return { rows, total: views.length, next: last === undefined ? null : markOf(last) };
}

/** What the hub knows by itself has no revision. */
const [unhurried, known] = [1e6, 2e6];

function markOf({ id, rev, at, state, expiry }: LedgerEntryView): EntryMark {
  return [rev === 0 ? known : state === "live" && expiry?.isDue ? expiry.daysLeft : unhurried, at, id];
}

function byUrgency(a: LedgerEntryView, b: LedgerEntryView): number {
  return isBeyond(markOf(a), markOf(b)) ? 1 : -1;
}

function isBeyond([left, at, id]: EntryMark, [thenLeft = 0, thenAt = 0, thenId = ""]: Mark): boolean {
  if (left !== thenLeft) return left > Number(thenLeft);
  if (at !== thenAt) return at < Number(thenAt);
  return id > String(thenId);
}

function fits({ state, fields, expiry }: LedgerEntryView, { state: wanted, q = "", due }: EntryFilter): boolean {
  if (wanted !== "all" && state !== wanted) return false;
  if (due === true && expiry?.isDue !== true) return false;
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const text = Object.values(fields).join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

export function entryView(book: LedgerBook, entry: LedgerRevision, keeps: Keeps, now: number): LedgerEntryView {
  const { id, rev, at, by, state, why } = entry;
  const expiry = expiryOf(book, entry.fields, now);
  return {
    ...{ id, rev, at, by, state, fields: keeps ? entry.fields : withoutSensitive(book, entry.fields) },
    ...(why === null ? {} : { why }),
    ...(expiry === null ? {} : { expiry }),
  };
}

function knownView({ columns }: LedgerBook, { id, at, fields, source, about }: KnownRow): LedgerEntryView {
  const named = new Set(columns.map((column) => column.id));
  const shown = Object.fromEntries(Object.entries(fields).filter(([name, value]) => named.has(name) && value !== ""));
  return { id, rev: 0, at, by: "lilong", state: "live", fields: shown, source, about };
}

function withoutSensitive({ columns }: LedgerBook, fields: LedgerFields): LedgerFields {
  const hidden = new Set(columns.filter(({ sensitive }) => sensitive === true).map(({ id }) => id));
  return Object.fromEntries(Object.entries(fields).filter(([id]) => !hidden.has(id)));
}

/** The rows of a file; sensitive columns only where `whole`. */
export function cellsOf(book: LedgerBook, views: readonly LedgerEntryView[], units: Units, whole: boolean): Cells {
  const columns = book.columns.filter(({ sensitive }) => whole || sensitive !== true);
  const unitName = (id: string) => units.units.find((unit) => unit.id === id)?.name ?? id;
  const cell = (value: string | number | undefined, type: string) =>
    value === undefined ? "" : type === "unit" ? unitName(String(value)) : value;
  return [
    [...columns.map(({ title }) => title.zh), idTitle],
    ...views.map(({ id, rev, fields }) => [
      ...columns.map((column) => cell(fields[column.id], column.type)),
      rev === 0 ? "" : id,
    ]),
  ];
}
