/** What the district sent, in SQLite. */
import { type Kysely, sql } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { CallbackRow, Callbacks } from "../callbacks.ts";
import type { CallbacksTable, Schema } from "./schema.ts";

export function callbacksTable(query: Kysely<Schema>): Callbacks {
  const all = () => query.selectFrom("callbacks").selectAll();
  const one = (row: CallbacksTable | undefined) => (row === undefined ? null : toRow(row));
  return {
    async find(id) {
      return one(await all().where("id", "=", id).executeTakeFirst());
    },
    async findTurn(ticket, seq) {
      const rows = all().where("ticket", "=", ticket).where("seq", "=", seq).where("state", "<>", "unknown");
      return one(await rows.executeTakeFirst());
    },
    async add({ receivedAt, ...wish }) {
      const row = { ...wish, received_at: receivedAt, error: null, ended_at: null };
      await query.insertInto("callbacks").values(row).execute();
    },
    async due(ticket) {
      const turn = sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM callbacks
        WHERE ticket = ${ticket} AND state IN ('applied', 'refused'))`;
      const rows = all().where("ticket", "=", ticket).where("state", "=", "waiting").where("seq", "=", turn);
      return one(await rows.executeTakeFirst());
    },
    async waiting() {
      const rows = query.selectFrom("callbacks").where("state", "=", "waiting");
      const found = await rows
        .select(["ticket", ({ fn }) => fn.min("received_at").as("since")])
        .groupBy("ticket")
        .execute();
      return found.map(({ ticket, since }) => ({ ticket: ticket as TicketId, since: since as number }));
    },
    async end(id, state, error, now) {
      await query.updateTable("callbacks").set({ state, error, ended_at: now }).where("id", "=", id).execute();
    },
    async list(limit) {
      return (await all().orderBy("received_at", "desc").orderBy("seq", "desc").limit(limit).execute()).map(toRow);
    },
    async emptyBefore(at, limit) {
      const old = query
        .selectFrom("callbacks")
        .select("id")
        .where("received_at", "<", at)
        .where("state", "<>", "waiting");
      const full = old.where("body", "<>", "").orderBy("received_at").limit(limit);
      const emptied = await query.updateTable("callbacks").set({ body: "" }).where("id", "in", full).executeTakeFirst();
      return Number(emptied.numUpdatedRows);
    },
    async hearNonce(nonce, now) {
      const heard = await query
        .insertInto("nonces")
        .values({ nonce, at: now })
        .onConflict((conflict) => conflict.column("nonce").doNothing())
        .executeTakeFirst();
      return (heard.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async forgetNoncesBefore(at) {
      await query.deleteFrom("nonces").where("at", "<", at).execute();
    },
  };
}

function toRow({ ticket, received_at, ended_at, state, ...rest }: CallbacksTable): CallbackRow {
  const ends = { receivedAt: received_at, endedAt: ended_at };
  return { ...rest, ...ends, ticket: ticket as TicketId, state: state as CallbackRow["state"] };
}
