/** Files that an entry carries: a signed agreement, a background check, a contract. What tickets take is taken here too. */
import { Fault } from "../../core/fault.ts";
import type { LedgerFile } from "../store/ledger-files.ts";
import type { Tables } from "../store/store.ts";
import { fileOf } from "../tickets/attach.ts";
import type { Pen } from "./write-entry.ts";

/** That count, of one entry. */
export const mostFiles = 20;

export type Place = { book: string; id: string };

/** The same file again changes nothing. Throws `NOT_FOUND`, `MOVE_NOT_ALLOWED` on a void entry, `ATTACHMENT_REFUSED`. */
export async function bringFile(
  tables: Tables,
  { book, id }: Place,
  { body, name }: { body: Buffer; name: string },
  pen: Pen,
): Promise<LedgerFile> {
  await needLive(tables, { book, id });
  const file = fileOf(body, name);
  const counting = (await tables.ledgerFiles.list(book, id)).filter(({ gone }) => gone === null);
  const known = counting.find((one) => one.id === file.id);
  if (known !== undefined) return known;
  if (counting.length >= mostFiles)
    throw new Fault("ATTACHMENT_REFUSED", `an entry carries at most ${mostFiles} files`);
  await tables.photos.put(file.id, { type: file.type, body });
  await tables.ledgerFiles.add(book, id, { ...file, ...pen });
  return { ...file, ...pen, gone: null };
}

/** It counts no more, and stays readable to those who keep the ledgers. Throws `NOT_FOUND`. */
export async function endFile(tables: Tables, { book, id }: Place, hash: string, why: string, pen: Pen): Promise<void> {
  const file = await findFile(tables, { book, id }, hash);
  if (file.gone !== null) throw new Fault("MOVE_NOT_ALLOWED", `file ${hash} counts no more: ${file.gone.why}`);
  await tables.ledgerFiles.end(book, id, hash, { ...pen, why });
}

/** The one that counts, else the last that did. Throws `NOT_FOUND`. */
export async function findFile(tables: Tables, { book, id }: Place, hash: string): Promise<LedgerFile> {
  const all = (await tables.ledgerFiles.list(book, id)).filter((one) => one.id === hash);
  const file = all.find(({ gone }) => gone === null) ?? all.at(-1);
  if (file === undefined) throw new Fault("NOT_FOUND", `file ${hash} of entry ${id} of ${book}`);
  return file;
}

async function needLive({ ledgerEntries }: Tables, { book, id }: Place): Promise<void> {
  const entry = await ledgerEntries.find(book, id);
  if (entry === null) throw new Fault("NOT_FOUND", `entry ${id} of ${book}`);
  if (entry.state === "void") throw new Fault("MOVE_NOT_ALLOWED", `entry ${id} counts no more: ${entry.why}`);
}
