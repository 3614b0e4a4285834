/** The operations ledgers in SQLite; the table only grows. */
import type { Kysely } from "kysely";
import type { LedgerEntries, LedgerRevision } from "../ledger-entries.ts";
import type { LedgerEntriesTable, Schema } from "./schema.ts";

export function ledgerEntriesTable(query: Kysely<Schema>): LedgerEntries {
  const all = () => query.selectFrom("ledger_entries as e").selectAll("e");
  const newest = () =>
    all().where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("ledger_entries as later")
            .select("later.rev")
            .whereRef("later.book", "=", "e.book")
            .whereRef("later.id", "=", "e.id")
            .whereRef("later.rev", ">", "e.rev"),
        ),
      ),
    );
  return {
    list: async (book) => (await newest().where("book", "=", book).orderBy("id").execute()).map(toRevision),
    async find(book, id) {
      const row = await newest().where("book", "=", book).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRevision(row);
    },
    async history(book, id) {
      const rows = all().where("book", "=", book).where("id", "=", id).orderBy("rev", "desc");
      return (await rows.execute()).map(toRevision);
    },
    async add({ fields, ...row }) {
      await query
        .insertInto("ledger_entries")
        .values({ ...row, fields: JSON.stringify(fields) })
        .execute();
    },
  };
}

function toRevision({ state, fields, ...row }: LedgerEntriesTable): LedgerRevision {
  return { ...row, state: state as LedgerRevision["state"], fields: JSON.parse(fields) };
}
