/** The rulebook's versions in SQLite. */
import { type Kysely, sql } from "kysely";
import type { Rulebook, RulebookRow } from "../rulebook.ts";
import type { RulebookTable, Schema } from "./schema.ts";

export function rulebookTable(query: Kysely<Schema>): Rulebook {
  const all = (kind: string) => query.selectFrom("rulebook").selectAll().where("kind", "=", kind);
  return {
    async newest(kind) {
      return toRow(await all(kind).orderBy("version", "desc").executeTakeFirst());
    },
    async find(kind, version) {
      return toRow(await all(kind).where("version", "=", version).executeTakeFirst());
    },
    async history(kind) {
      const rows = query.selectFrom("rulebook").select(["kind", "version", "at", "by", "source"]);
      return rows.where("kind", "=", kind).orderBy("version", "desc").execute();
    },
    async add({ body, ...row }) {
      const version = sql<number>`(SELECT coalesce(max(version), 0) + 1 FROM rulebook WHERE kind = ${row.kind})`;
      const added = await query
        .insertInto("rulebook")
        .values({ ...row, version, body: JSON.stringify(body) })
        .returning("version")
        .executeTakeFirstOrThrow();
      return added.version;
    },
  };
}

function toRow(row: RulebookTable | undefined): RulebookRow | null {
  return row === undefined ? null : { ...row, body: JSON.parse(row.body) };
}
