/** Files of ledger entries in SQLite; their bytes are photos. */
import { type Kysely, sql } from "kysely";
import type { LedgerFile, LedgerFiles } from "../ledger-files.ts";
import type { Schema } from "./schema.ts";

export function ledgerFilesTable(query: Kysely<Schema>): LedgerFiles {
  return {
    async add(book, entry, { id: photo, name, by, at }) {
      await query.insertInto("ledger_files").values({ book, entry, photo, name, by, at }).execute();
    },
    async list(book, entry) {
      const rows = await query
        .selectFrom("ledger_files as f")
        .innerJoin("photos", "photos.photo", "f.photo")
        .select(["photos.photo as id", "f.name", "photos.type", sql<number>`length(body)`.as("size"), "f.by", "f.at"])
        .select(["gone_by", "gone_at", "gone_why"])
        .where("book", "=", book)
        .where("entry", "=", entry)
        .orderBy("n")
        .execute();
      return rows.map(toFile);
    },
    async counts(book) {
      const rows = await query
        .selectFrom("ledger_files")
        .select(({ fn }) => ["entry", fn.countAll<number>().as("count")])
        .where("book", "=", book)
        .where("gone_at", "is", null)
        .groupBy("entry")
        .execute();
      return new Map(rows.map(({ entry, count }) => [entry, count]));
    },
    async end(book, entry, photo, { by, at, why }) {
      await query
        .updateTable("ledger_files")
        .set({ gone_by: by, gone_at: at, gone_why: why })
        .where("book", "=", book)
        .where("entry", "=", entry)
        .where("photo", "=", photo)
        .where("gone_at", "is", null)
        .execute();
    },
  };
}

type Row = Omit<LedgerFile, "gone" | "type"> & {
  type: string;
  gone_by: string | null;
  gone_at: number | null;
  gone_why: string | null;
};

function toFile({ type, gone_by, gone_at, gone_why, ...row }: Row): LedgerFile {
  const gone = gone_by === null || gone_at === null ? null : { by: gone_by, at: gone_at, why: gone_why ?? "" };
  return { ...row, type: type as LedgerFile["type"], gone };
}
