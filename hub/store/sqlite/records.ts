/** Acceptance records in SQLite. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { RecordRow, Records } from "../records.ts";
import type { RecordsTable, Schema } from "./schema.ts";

export function recordsTable(query: Kysely<Schema>): Records {
  const all = () => query.selectFrom("records").selectAll();
  return {
    async add({ filedAt, ...row }) {
      await query
        .insertInto("records")
        .values({ ...row, filed_at: filedAt })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    async find(id) {
      const row = await all().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    async listOf(gateway) {
      return (await all().where("gateway", "=", gateway).orderBy("at", "desc").execute()).map(toRecord);
    },
  };
}

function toRecord({ gateway, filed_at, ...rest }: RecordsTable): RecordRow {
  return { ...rest, gateway: gateway as GatewayId, filedAt: filed_at };
}
