/** Acceptance records in SQLite. */
import { type Kysely, sql } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { RecordFilter, RecordRow, Records } from "../records.ts";
import { equals, type Key, readPage, within } from "./page.ts";
import type { RecordsTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("id"), down: true },
];
const clausesOf = ({ gateway, ...span }: RecordFilter) => [...equals("gateway", gateway), ...within("at", span)];

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
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "records", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<RecordsTable>(query, ask);
      return { ...rest, rows: rows.map(toRecord) };
    },
  };
}

function toRecord({ gateway, filed_at, ...rest }: RecordsTable): RecordRow {
  return { ...rest, gateway: gateway as GatewayId, filedAt: filed_at };
}
