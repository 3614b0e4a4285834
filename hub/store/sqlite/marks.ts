/** Marks in SQLite. */
import type { Kysely } from "kysely";
import type { Marks } from "../marks.ts";
import type { Schema } from "./schema.ts";

export function marksTable(query: Kysely<Schema>): Marks {
  return {
    async read(name) {
      const row = await query.selectFrom("marks").select("mark").where("name", "=", name).executeTakeFirst();
      return row === undefined ? null : JSON.parse(row.mark);
    },
    async put(name, value) {
      const mark = JSON.stringify(value);
      await query
        .insertInto("marks")
        .values({ name, mark })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ mark }))
        .execute();
    },
  };
}
