/** Joint actions and the answers to them in SQLite; the table of answers only grows. */
import { type Kysely, sql } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { JointAction, JointAnswer } from "../../joint/joint-action.ts";
import type { JointActions, JointFilter } from "../joint-actions.ts";
import { type Key, oneOf, readPage } from "./page.ts";
import type { JointActionsTable, JointAnswersTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("opened_at"), down: true },
  { by: sql.ref("id"), down: true },
];
const calls = (path: string, name: string) =>
  sql`EXISTS (SELECT 1 FROM json_each(called, ${sql.lit(path)}) WHERE value = ${name})`;
const clausesOf = ({ state, seenBy }: JointFilter) => [
  ...(state === "all" ? [] : [sql`state = ${state}`]),
  ...(seenBy === undefined
    ? []
    : [
        sql`(area IN ${oneOf(seenBy.areas)} OR ${calls("$.people", seenBy.account)}
          OR ${calls("$.units", seenBy.unit ?? "")})`,
      ]),
];

export function jointActionsTable(query: Kysely<Schema>): JointActions {
  const all = () => query.selectFrom("joint_actions").selectAll();
  return {
    async find(id) {
      return toAction(await all().where("id", "=", id).executeTakeFirst());
    },
    async findOpen(ticket) {
      return toAction(await all().where("ticket", "=", ticket).where("state", "=", "open").executeTakeFirst());
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "joint_actions", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<JointActionsTable>(query, ask);
      return { ...rest, rows: rows.map((row) => toAction(row) as JointAction) };
    },
    async put({ id, ...action }) {
      const columns = toColumns(action);
      await query
        .insertInto("joint_actions")
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .execute();
    },
    async answers(action) {
      const rows = query.selectFrom("joint_answers").selectAll().where("action", "=", action).orderBy("n");
      return (await rows.execute()).map(toAnswer);
    },
    async findAnswer(id) {
      const row = await query.selectFrom("joint_answers").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : { ...toAnswer(row), action: row.action };
    },
    async answer(action, { attachments, position, ...rest }) {
      const row = { action, ...rest, attachments: JSON.stringify(attachments), position: textOf(position) };
      const added = query
        .insertInto("joint_answers")
        .values(row)
        .onConflict((conflict) => conflict.doNothing());
      return ((await added.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
  };
}

function toColumns({ ticket, area, state, cause, text, by, openedAt, called, end }: Omit<JointAction, "id">) {
  return {
    ...{ ticket, area, state, cause, text, by, opened_at: openedAt },
    called: JSON.stringify(called),
    end: end === null ? null : JSON.stringify(end),
  };
}

function toAction(row: JointActionsTable | undefined): JointAction | null {
  if (row === undefined) return null;
  const { opened_at, called, end, ticket, state, cause, ...same } = row;
  return {
    ...same,
    ...{ ticket: ticket as TicketId, state: state as JointAction["state"], cause: cause as JointAction["cause"] },
    ...{ openedAt: opened_at, called: JSON.parse(called), end: end === null ? null : JSON.parse(end) },
  };
}

function toAnswer({ id, at, by, kind, text, attachments, position }: Omit<JointAnswersTable, "n">): JointAnswer {
  return {
    ...{ id, at, by, text, kind: kind as JointAnswer["kind"] },
    ...{ attachments: JSON.parse(attachments), position: position === null ? null : JSON.parse(position) },
  };
}

function textOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
