/** The outbox in SQLite. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Outbox, OutboxRow } from "../outbox.ts";
import type { OutboxTable, Schema } from "./schema.ts";

export function outboxTable(query: Kysely<Schema>): Outbox {
  const all = () => query.selectFrom("outbox").selectAll();
  const end = (n: number, state: OutboxRow["state"], error: string | null, now: number) =>
    query.updateTable("outbox").set({ state, error, done_at: now }).where("n", "=", n).execute();
  return {
    async add({ body, ...wish }) {
      const row = { ...wish, body: JSON.stringify(body), attempts: 0, next_at: wish.at, state: "waiting" };
      const inserted = await query
        .insertInto("outbox")
        .values({ ...row, error: null, done_at: null })
        .onConflict((conflict) => conflict.columns(["lane", "id"]).doNothing())
        .executeTakeFirst();
      return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async find(lane, id) {
      const row = await all().where("lane", "=", lane).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async due(lane, now, limit) {
      const earlier = query
        .selectFrom("outbox as earlier")
        .select("earlier.n")
        .where(sql<boolean>`earlier.key = outbox.key AND earlier.n < outbox.n`)
        .where("earlier.lane", "=", lane)
        .where("earlier.state", "=", "waiting");
      const rows = all().where("lane", "=", lane).where("state", "=", "waiting").where("next_at", "<=", now);
      const heads = rows.where(({ not, exists }) => not(exists(earlier)));
      return (await heads.orderBy("n").limit(limit).execute()).map(toRow);
    },
    async nextAt(lane) {
      const rows = query.selectFrom("outbox").where("lane", "=", lane).where("state", "=", "waiting");
      const row = await rows.select(({ fn }) => fn.min("next_at").as("at")).executeTakeFirst();
      return (row?.at ?? null) as number | null;
    },
    async done(n, now) {
      await end(n, "done", null, now);
    },
    async later(n, nextAt, error) {
      const more = sql<number>`attempts + 1`;
      await query.updateTable("outbox").set({ attempts: more, next_at: nextAt, error }).where("n", "=", n).execute();
    },
    async postpone(n, nextAt) {
      await query.updateTable("outbox").set({ next_at: nextAt }).where("n", "=", n).execute();
    },
    async refuse(n, error, now) {
      await end(n, "refused", error, now);
    },
    async isWaiting(lane, key) {
      const rows = query.selectFrom("outbox").select("n").where("lane", "=", lane).where("key", "=", key);
      return (await rows.where("state", "=", "waiting").limit(1).executeTakeFirst()) !== undefined;
    },
    async waiting(lane) {
      const rows = query.selectFrom("outbox").where("lane", "=", lane).where("state", "=", "waiting");
      const row = await rows
        .select(({ fn }) => [fn.countAll<number>().as("count"), fn.min("at").as("oldest")])
        .executeTakeFirstOrThrow();
      return { count: row.count, oldestAt: row.oldest as number | null };
    },
    async list(lane, state, limit) {
      const rows = all().where("lane", "=", lane).where("state", "=", state);
      return (await rows.orderBy("n", "desc").limit(limit).execute()).map(toRow);
    },
    async removeDoneBefore(at, limit) {
      const done = query.selectFrom("outbox").select("n").where("state", "=", "done").where("done_at", "<", at);
      const gone = await query.deleteFrom("outbox").where("n", "in", done.limit(limit)).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function toRow({ body, next_at, done_at, state, ...rest }: Selectable<OutboxTable>): OutboxRow {
  return { ...rest, body: JSON.parse(body), nextAt: next_at, doneAt: done_at, state: state as OutboxRow["state"] };
}
