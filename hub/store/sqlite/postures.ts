/** Postures in SQLite; the table only grows. */
import type { Kysely } from "kysely";
import type { PostureLevel } from "../../posture/postures.ts";
import type { PostureRow, PostureTable } from "../postures.ts";
import type { PosturesTable, Schema } from "./schema.ts";

export function posturesTable(query: Kysely<Schema>): PostureTable {
  const newestFirst = () => query.selectFrom("postures").selectAll().orderBy("n", "desc");
  return {
    async newest() {
      const row = await newestFirst().limit(1).executeTakeFirst();
      return row === undefined ? null : toRow(row as PosturesRow);
    },
    async list(limit) {
      return (await newestFirst().limit(limit).execute()).map((row) => toRow(row as PosturesRow));
    },
    async add(row) {
      const { n } = await query.insertInto("postures").values(row).returning("n").executeTakeFirstOrThrow();
      return n;
    },
  };
}

type PosturesRow = Omit<PosturesTable, "n">;

function toRow({ level, at, by, reason }: PosturesRow): PostureRow {
  return { level: level as PostureLevel, at, by, reason };
}
