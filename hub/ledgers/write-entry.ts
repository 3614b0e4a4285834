/** Writes an entry of a ledger: a new one, a change, or that it counts no more. Each is a revision with who, when and why. */
import { ulid } from "ulid";
import { Fault } from "../../core/fault.ts";
import type { LedgerBook } from "../rulebook/ledger-books.ts";
import type { Units } from "../rulebook/units.ts";
import type { LedgerFields, LedgerRevision } from "../store/ledger-entries.ts";
import type { Tables } from "../store/store.ts";
import { type Raw, readFields } from "./read-fields.ts";

/** Who writes, and when. */
export type Pen = { by: string; at: number };

/** Throws `INPUT_INVALID` naming the column. */
export function fieldsFrom(book: LedgerBook, raw: Record<string, Raw>, units: Units): LedgerFields {
  const { fields, faults } = readFields(book, raw, units);
  const [first] = faults;
  if (first !== undefined) throw new Fault("INPUT_INVALID", `/fields/${first.column} ${first.why.en}`);
  return fields;
}

export async function openEntry(
  { ledgerEntries }: Pick<Tables, "ledgerEntries">,
  book: string,
  fields: LedgerFields,
  { by, at }: Pen,
): Promise<LedgerRevision> {
  const revision: LedgerRevision = { book, id: ulid(at), rev: 1, at, by, state: "live", why: null, fields };
  await ledgerEntries.add(revision);
  return revision;
}

export type EntryChange = { book: string; id: string /** What the writer saw. */; rev: number; why: string | null };

/** Throws `NOT_FOUND`, `STALE` when somebody else wrote meanwhile, `MOVE_NOT_ALLOWED` on a void one. */
export async function reviseEntry(
  { ledgerEntries }: Pick<Tables, "ledgerEntries">,
  { book, id, rev, why }: EntryChange,
  next: { fields: LedgerFields } | { state: "void" },
  { by, at }: Pen,
): Promise<LedgerRevision> {
  const newest = await ledgerEntries.find(book, id);
  if (newest === null) throw new Fault("NOT_FOUND", `entry ${id} of ${book}`);
  if (newest.rev !== rev) throw new Fault("STALE", `${newest.by} wrote revision ${newest.rev} meanwhile`);
  if (newest.state === "void") throw new Fault("MOVE_NOT_ALLOWED", `entry ${id} counts no more: ${newest.why}`);
  const revision: LedgerRevision = { ...newest, ...next, rev: rev + 1, at, by, why };
  await ledgerEntries.add(revision);
  return revision;
}
