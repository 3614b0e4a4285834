/** Reads the rulebook and imports new versions of its tables. */
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { RulebookRow } from "../store/rulebook.ts";
import type { Tables } from "../store/store.ts";
import { type Calendar, type CalendarDocument, openCalendar } from "../tickets/clock/calendar.ts";
import { type ClassChanges, checkRemoved, classChanges } from "./class-changes.ts";
import type { Classes } from "./classes.ts";
import { checkWhole } from "./decode-text.ts";
import { type Books, kinds, type RulebookKind, rulebookKinds } from "./kinds.ts";
import { whyRolesLockOut } from "./roles-in-use.ts";
import { settleAsked } from "./settle-asked.ts";

const read = new WeakMap<ReadonlyMap<string, number>, Books>();

/** The newest version of each table; the shipped one where nobody imported any. The same books as long as nothing is imported. */
export async function readBooks({ rulebook }: Pick<Tables, "rulebook">): Promise<Books> {
  const versions = await rulebook.versions();
  const books = read.get(versions) ?? (await booksOf(rulebook, versions));
  read.set(versions, books);
  return books;
}

async function booksOf(rulebook: Tables["rulebook"], versions: ReadonlyMap<string, number>): Promise<Books> {
  const bodyOf = async (kind: RulebookKind) => {
    const version = versions.get(kind);
    return version === undefined ? kinds[kind].standard : (await rulebook.find(kind, version))?.body;
  };
  return Object.fromEntries(await Promise.all(rulebookKinds.map(async (kind) => [kind, await bodyOf(kind)]))) as Books;
}

const calendars = new WeakMap<CalendarDocument, Calendar>();

/** The calendar that limits are counted in; opened once for each version. */
export function calendarOf({ calendar }: Books): Calendar {
  const opened = calendars.get(calendar) ?? openCalendar(calendar);
  calendars.set(calendar, opened);
  return opened;
}

/** `replace`: classes that are in use, or many at once, may go. */
export type Import = {
  kind: RulebookKind;
  body: unknown;
  by: string;
  replace?: "yes" | undefined;
};

/** `counts`: of classes, what became of those there were. */
export type Imported = RulebookRow & { counts?: Record<keyof ClassChanges, number> };

/** Keeps it as the next version, and ends the tasks that asked for it. Throws `INPUT_INVALID` naming the field, or the table's own fault; then nothing changes. */
export async function importTable(tables: Tables, wish: Import, now: number): Promise<Imported> {
  const { kind, body, by } = wish;
  const { schema, fault, stale, unwanted } = kinds[kind] as (typeof kinds)["units"];
  const checked = check(schema, body, "INPUT_INVALID");
  checkWhole(checked);
  const books = await readBooks(tables);
  const wrong = fault(checked, books) ?? unwanted?.(checked) ?? stale?.(checked, now) ?? null;
  if (wrong !== null) throw new Fault("INPUT_INVALID", wrong);
  checkOthers({ ...books, [kind]: checked }, kind);
  const lockOut = kind === "roles" ? await whyRolesLockOut(tables, checked as never) : null;
  if (lockOut !== null) throw new Fault("INPUT_INVALID", lockOut);
  const changes = kind === "classes" ? classChanges(books.classes, body as Classes) : null;
  if (changes !== null && wish.replace !== "yes") await checkRemoved(tables, books.classes, changes);
  const row = { kind, at: now, by, source: checked.source, body: checked };
  const version = await tables.rulebook.add(row);
  await settleAsked(tables, kind, await readBooks(tables), by, now);
  return { ...row, version, ...(changes === null ? {} : { counts: countsOf(changes) }) };
}

function countsOf({ added, changed, removed }: ClassChanges) {
  return { added: added.length, changed: changed.length, removed: removed.length };
}

/** The other tables still fit: a unit that one of them names may not go. Throws `INPUT_INVALID` naming the table and its field. */
function checkOthers(books: Books, imported: RulebookKind): void {
  for (const kind of rulebookKinds.filter((one) => one !== imported)) {
    const { fault } = kinds[kind] as (typeof kinds)["units"];
    const wrong = fault(books[kind] as Books["units"], books);
    if (wrong !== null) throw new Fault("INPUT_INVALID", `the table "${kind}" in force would not fit: ${wrong}`);
  }
}

/** That version, the newest, or the shipped one as version 0. Throws `NOT_FOUND`. */
export async function findTable(tables: Tables, kind: RulebookKind, version?: number): Promise<RulebookRow> {
  const shipped = kinds[kind].standard as { source: string };
  const standard = { kind, version: 0, at: 0, by: "lilong", source: shipped.source, body: shipped };
  if (version === 0) return standard;
  const row = version === undefined ? await tables.rulebook.newest(kind) : await tables.rulebook.find(kind, version);
  if (row === null && version !== undefined) throw new Fault("NOT_FOUND", `version ${version} of ${kind}`);
  return row ?? standard;
}
