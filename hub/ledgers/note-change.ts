/** What the hub itself writes into the book of changes: who deployed flows, and when. */
import { readBooks } from "../rulebook/books.ts";
import { findBook } from "../rulebook/ledger-books.ts";
import type { Tables } from "../store/store.ts";
import { openEntry } from "./write-entry.ts";

const book = "changes";
const zoneMs = 8 * 3_600_000;

/** Written even where the street has no such book any more: it is found again when the book is. */
export async function noteChange(tables: Tables, name: string, by: string, at: number): Promise<void> {
  const date = new Date(at + zoneMs).toISOString().slice(0, 10);
  const columns = findBook((await readBooks(tables))["ledger-books"], book)?.columns ?? [];
  const isChoice = columns.some(({ id, choices }) => id === "kind" && choices?.includes(kind));
  await openEntry(tables, book, { name, date, keeper: by, ...(isChoice ? { kind } : {}) }, { by, at });
}

const kind = "流程部署";
