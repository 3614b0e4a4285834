/** Read receipts of tickets in SQLite. */
import type { Kysely } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { Receipts } from "../receipts.ts";
import type { Schema } from "./schema.ts";

export function receiptsTable(query: Kysely<Schema>): Receipts {
  return {
    async add(receipt) {
      const added = query
        .insertInto("receipts")
        .values(receipt)
        .onConflict((conflict) => conflict.doNothing());
      return ((await added.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async of(ticket) {
      const rows = query
        .selectFrom("receipts")
        .selectAll()
        .where("ticket", "=", ticket)
        .orderBy("at")
        .orderBy("account");
      return (await rows.execute()).map((row) => ({ ...row, ticket: row.ticket as TicketId }));
    },
  };
}
