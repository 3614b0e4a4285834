/** Wall screens in SQLite. */
import type { Kysely } from "kysely";
import type { WallRow, Walls } from "../walls.ts";
import type { Schema, WallsTable } from "./schema.ts";

export function wallsTable(query: Kysely<Schema>): Walls {
  const all = () => query.selectFrom("walls").selectAll();
  return {
    async add({ areas, ...row }) {
      const text = areas === null ? null : JSON.stringify(areas);
      await query
        .insertInto("walls")
        .values({ ...row, areas: text, last_seen: null })
        .execute();
    },
    async find(hash) {
      const row = await all().where("hash", "=", hash).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async list() {
      return (await all().orderBy("at", "desc").orderBy("id").execute()).map(toRow);
    },
    async see(id, now) {
      await query.updateTable("walls").set({ last_seen: now }).where("id", "=", id).execute();
    },
    async remove(id) {
      return (await query.deleteFrom("walls").where("id", "=", id).executeTakeFirst()).numDeletedRows > 0n;
    },
  };
}

function toRow({ hash: _, last_seen: lastSeen, areas, ...row }: WallsTable): WallRow {
  return { ...row, lastSeen, areas: areas === null ? null : JSON.parse(areas) };
}
