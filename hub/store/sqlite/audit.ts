/** The audit trail in SQLite. */
import type { ExpressionBuilder, Kysely } from "kysely";
import type { Audit, AuditFilter, AuditRow } from "../audit.ts";
import type { AuditTable, Schema } from "./schema.ts";

export function auditTable(query: Kysely<Schema>): Audit {
  return {
    async head() {
      const newest = query.selectFrom("audit").select(["n", "hash"]).orderBy("n", "desc").limit(1);
      return (await newest.executeTakeFirst()) ?? null;
    },
    async add({ on, ...row }) {
      await query
        .insertInto("audit")
        .values({ ...row, object: on })
        .execute();
    },
    async find(n) {
      const row = await query.selectFrom("audit").selectAll().where("n", "=", n).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async after(n, limit) {
      const rows = query.selectFrom("audit").selectAll().where("n", ">", n).orderBy("n").limit(limit);
      return (await rows.execute()).map(toRow);
    },
    async before(n, filter, limit) {
      const rows = query.selectFrom("audit").selectAll().where("n", "<", n).where(fits(filter));
      return (await rows.orderBy("n", "desc").limit(limit).execute()).map(toRow);
    },
    async count(filter) {
      const counted = query.selectFrom("audit").where(fits(filter));
      const row = await counted.select((is) => is.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
      return row.count;
    },
  };
}

const fits =
  ({ who, what, from, to }: AuditFilter) =>
  (is: ExpressionBuilder<Schema, "audit">) =>
    is.and([
      ...(who === undefined ? [] : [is("who", "=", who)]),
      ...(what === undefined ? [] : [is("what", "=", what)]),
      ...(from === undefined ? [] : [is("at", ">=", from)]),
      ...(to === undefined ? [] : [is("at", "<", to)]),
    ]);

function toRow({ object: on, ...row }: AuditTable): AuditRow {
  return { ...row, on };
}
