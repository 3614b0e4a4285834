/** Joint actions and the answers to them in SQLite; the table of answers only grows. */
import type { Kysely } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { JointAction, JointAnswer } from "../../joint/joint-action.ts";
import type { JointActions } from "../joint-actions.ts";
import type { JointActionsTable, JointAnswersTable, Schema } from "./schema.ts";

export function jointActionsTable(query: Kysely<Schema>): JointActions {
  const all = () => query.selectFrom("joint_actions").selectAll();
  return {
    async find(id) {
      return toAction(await all().where("id", "=", id).executeTakeFirst());
    },
    async findOpen(ticket) {
      return toAction(await all().where("ticket", "=", ticket).where("state", "=", "open").executeTakeFirst());
    },
    async list(which, limit) {
      const rows = which === "all" ? all() : all().where("state", "=", which);
      const found = await rows.orderBy("opened_at", "desc").orderBy("id", "desc").limit(limit).execute();
      return found.map((row) => toAction(row) as JointAction);
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
