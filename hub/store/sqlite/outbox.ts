/** The outbox in SQLite. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Outbox, OutboxRow } from "../outbox.ts";
import type { Connection } from "./connection.ts";
import type { OutboxTable, Schema } from "./schema.ts";

/** Which rows wait is said in the words of the index of those: it holds them alone. */
const add = `
  INSERT INTO outbox (lane, "key", id, body, at, attempts, next_at, state) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5, 'waiting')
  ON CONFLICT (lane, id) DO NOTHING
`;
const due = `
  SELECT * FROM outbox INDEXED BY outbox_waiting
  WHERE lane = ?1 AND state = 'waiting' AND next_at <= ?2 AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.lane = ?1 AND earlier."key" = outbox."key" AND earlier.n < outbox.n AND earlier.state = 'waiting'
  ) ORDER BY n LIMIT ?3
`;
const dueWhole = `
  SELECT * FROM outbox INDEXED BY outbox_waiting
  WHERE lane = ?1 AND state = 'waiting' AND next_at <= ?2 AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.lane = ?1 AND earlier."key" = outbox."key" AND earlier.n < outbox.n AND earlier.state = 'waiting'
      AND earlier.next_at > ?2
  ) ORDER BY n LIMIT ?3
`;
const nextAt = "SELECT min(next_at) AS at FROM outbox WHERE lane = ? AND state = 'waiting'";
const isWaiting = "SELECT n FROM outbox WHERE lane = ? AND \"key\" = ? AND state = 'waiting' LIMIT 1";
const waiting = "SELECT count(*) AS count, min(at) AS oldestAt FROM outbox WHERE lane = ? AND state = 'waiting'";

export function outboxTable(query: Kysely<Schema>, connection: Connection): Outbox {
  const all = () => query.selectFrom("outbox").selectAll();
  const end = (n: number, state: OutboxRow["state"], error: string | null, now: number) =>
    query.updateTable("outbox").set({ state, error, done_at: now }).where("n", "=", n).execute();
  return {
    async add({ lane, key, id, body, at }) {
      return Number(connection.prepare(add).run(lane, key, id, JSON.stringify(body), at).changes) > 0;
    },
    async find(lane, id) {
      const row = await all().where("lane", "=", lane).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async due(lane, now, limit) {
      return (connection.prepare(due).all(lane, now, limit) as Selectable<OutboxTable>[]).map(toRow);
    },
    async dueWhole(lane, now, limit) {
      return (connection.prepare(dueWhole).all(lane, now, limit) as Selectable<OutboxTable>[]).map(toRow);
    },
    nextAt: async (lane) => (connection.prepare(nextAt).get(lane) as { at: number | null }).at,
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
    isWaiting: async (lane, key) => connection.prepare(isWaiting).get(lane, key) !== undefined,
    waiting: async (lane) => connection.prepare(waiting).get(lane) as Awaited<ReturnType<Outbox["waiting"]>>,
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
