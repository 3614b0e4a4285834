/** Postures in SQLite; the table only grows. */
import type { Kysely } from "kysely";
import type { PostureLevel } from "../../posture/postures.ts";
import type { PostureRow, PostureTable } from "../postures.ts";
import type { Connection } from "./connection.ts";
import type { PosturesTable, Schema } from "./schema.ts";

const newest = "SELECT * FROM postures ORDER BY n DESC LIMIT 1";

export function posturesTable(query: Kysely<Schema>, connection: Connection): PostureTable {
  const newestFirst = () => query.selectFrom("postures").selectAll().orderBy("n", "desc");
  return {
    async newest() {
      const row = connection.prepare(newest).get() as PosturesRow | undefined;
      return row === undefined ? null : toRow(row);
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
