/** Tasks in SQLite; that a subject has one open task of a kind is a unique index. */
import { type Kysely, sql } from "kysely";
import { ulid } from "ulid";
import type { TaskFilter, TaskFor, TaskRow, Tasks } from "../tasks.ts";
import { liesIn } from "./lies-in.ts";
import { equals, type Key, oneOf, readPage, says, within } from "./page.ts";
import type { Schema, TasksTable } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("id"), down: true },
];
/** A subject begins with a ticket, a gateway, or a gateway and its device. */
const head = sql`substr(tasks.subject, 1, instr(tasks.subject || '/', '/') - 1)`;
const device = sql`substr(tasks.subject, length(${head}) + 2)`;
const ofTicket = sql`(SELECT t.area FROM tickets AS t WHERE t.id = ${head})`;
/** What lacks in an area is about the area itself. */
const ofArea = sql`CASE WHEN tasks.kind = 'COVERAGE_GAP' THEN ${head} END`;
const placed = (areas: readonly string[]) => liesIn(areas, { gateway: head, device }, [ofArea, ofTicket]);
const clausesOf = ({ state, q, kinds, for: who, areas, ...span }: TaskFilter) => [
  ...(areas === undefined ? [] : [placed(areas)]),
  ...(state === "open" ? [sql`done_at IS NULL`] : []),
  ...(kinds === undefined ? [] : [sql`kind IN ${oneOf(kinds)}`]),
  ...[...equals("who", who), ...within("at", span), ...says(["text", "subject", "kind"], q)],
];

export function tasksTable(query: Kysely<Schema>): Tasks {
  const all = () => query.selectFrom("tasks").selectAll();
  const openOne = (kind: string, subject: string) =>
    all().where("kind", "=", kind).where("subject", "=", subject).where("done_at", "is", null).executeTakeFirst();
  const end = (by: string, note: string | null, now: number) =>
    query.updateTable("tasks").set({ done_at: now, done_by: by, note }).where("done_at", "is", null);
  return {
    async raise({ kind, subject, text, for: who, dueAt: due_at = null }, now) {
      const open = await openOne(kind, subject);
      if (open === undefined) {
        const row = { id: ulid(now), kind, subject, who, text: JSON.stringify(text), at: now, count: 1, due_at };
        await query
          .insertInto("tasks")
          .values({ ...row, done_at: null, done_by: null, note: null })
          .execute();
        return row.id;
      }
      const more = { count: sql<number>`count + 1`, text: JSON.stringify(text), due_at };
      await query.updateTable("tasks").set(more).where("id", "=", open.id).execute();
      return open.id;
    },
    async find(id, areas) {
      const rows = all().where("id", "=", id);
      const row = await (areas === undefined ? rows : rows.where(placed(areas))).executeTakeFirst();
      return row === undefined ? null : toTask(row);
    },
    async list(which, limit) {
      let rows = all().orderBy("at", "desc").orderBy("id", "desc").limit(limit);
      if (which === "open") rows = rows.where("done_at", "is", null);
      return (await rows.execute()).map(toTask);
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "tasks", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<TasksTable>(query, ask);
      return { ...rest, rows: rows.map(toTask) };
    },
    async openOf(kind) {
      const rows = all().where("kind", "=", kind).where("done_at", "is", null);
      return (await rows.orderBy("at").orderBy("id").execute()).map(toTask);
    },
    async isOpen(kind, subject) {
      return (await openOne(kind, subject)) !== undefined;
    },
    async finish(id, by, note, now) {
      const done = await end(by, note, now).where("id", "=", id).executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    async settle(kind, subject, by, now) {
      await end(by, null, now).where("kind", "=", kind).where("subject", "=", subject).execute();
    },
  };
}

function toTask({ who, text, done_at, done_by, due_at, ...rest }: TasksTable): TaskRow {
  return { ...rest, for: who as TaskFor, text: JSON.parse(text), doneAt: done_at, doneBy: done_by, dueAt: due_at };
}
