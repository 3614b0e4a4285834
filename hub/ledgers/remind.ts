/** Makes a task of each entry that ends soon, once for each date; ends it when the date has moved or the entry counts no more. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import { readBooks } from "../rulebook/books.ts";
import type { LedgerBook } from "../rulebook/ledger-books.ts";
import type { LedgerRevision } from "../store/ledger-entries.ts";
import type { Store, Tables } from "../store/store.ts";
import type { TaskWish } from "../store/tasks.ts";
import { type Expiry, expiryOf } from "./expiry.ts";

export const remindKind = "LEDGER_EXPIRES";
const mark = "ledgers/reminded";
const everyMs = 3_600_000;

/** Of each subject the date that was told. */
type Reminded = Record<string, string>;

/** One look at all books. */
export async function remind(tables: Tables, now: number): Promise<void> {
  const { "ledger-books": ledgers } = await readBooks(tables);
  const told = (await tables.marks.read<Reminded>(mark)) ?? {};
  const due: Reminded = {};
  for (const book of ledgers.books)
    for (const entry of await tables.ledgerEntries.list(book.id)) {
      const expiry = entry.state === "live" ? expiryOf(book, entry.fields, now) : null;
      if (expiry === null || !expiry.isDue) continue;
      const subject = `${book.id}/${entry.id}`;
      due[subject] = expiry.date;
      if (told[subject] !== expiry.date) await tables.tasks.raise(wishOf(book, entry, expiry, subject), now);
    }
  for (const { subject } of await tables.tasks.openOf(remindKind))
    if (due[subject] === undefined) await tables.tasks.settle(remindKind, subject, "hub", now);
  if (JSON.stringify(told) !== JSON.stringify(due)) await tables.marks.put(mark, due);
}

/** A book of people says only that something ends: the task is seen by all. */
function wishOf(book: LedgerBook, { fields }: LedgerRevision, { column, date }: Expiry, subject: string): TaskWish {
  const what = book.columns.find(({ id }) => id === column)?.title ?? { zh: column, en: column };
  const name = book.personal ? "" : String(fields.name ?? "");
  const text = {
    zh: `台账“${book.title.zh}”里${name === "" ? "有一条" : `“${name}”`}的${what.zh}是 ${date}。办好后到台账里改日期；不再用的作废。`,
    en: `In the ledger "${book.title.en}", ${what.en.toLowerCase()} of ${name || "one entry"} is ${date}. Renew it and change the date there, or void it.`,
  };
  return { kind: remindKind, subject, for: "administrator", text };
}

export type RemindOptions = {
  store: Store;
  clock(): number;
  log: Logger;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

/** Looks once an hour. */
export function startReminding({ store, clock, log, pause }: RemindOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const look = async () => {
    while (!closing.signal.aborted) {
      try {
        await store.transaction((tables) => remind(tables, clock()));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        log.error({ err: error }, "the ledgers could not be looked through; in an hour again");
      }
      await pause(everyMs, closing.signal);
    }
  };
  const running = look();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
