/** Commands on their way over a platform, in SQLite. */
import { type Kysely, sql } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CarriedCommand, CarriedCommands } from "../carried-commands.ts";
import type { CarriedCommandsTable, Schema } from "./schema.ts";

export function carriedCommandsTable(query: Kysely<Schema>): CarriedCommands {
  const of = (connector: GatewayId) =>
    query.selectFrom("carried_commands").selectAll().where("connector", "=", connector);
  // In the words of the partial indices: SQLite does not use those for a bound parameter.
  const open = () => query.selectFrom("carried_commands").selectAll().where("is_over", "=", sql.lit(0));
  const first = (row: CarriedCommandsTable | undefined) => (row === undefined ? null : toRow(row));
  return {
    async put({ isOver, steps, ...row }) {
      const cells = { ...row, steps: JSON.stringify(steps), is_over: Number(isOver) };
      const { task, deadline, is_over } = cells;
      await query
        .insertInto("carried_commands")
        .values(cells)
        .onConflict((conflict) =>
          conflict.columns(["connector", "id"]).doUpdateSet({ task, steps: cells.steps, deadline, is_over }),
        )
        .execute();
    },
    find: async (connector, id) => first(await of(connector).where("id", "=", id).executeTakeFirst()),
    ofTask: async (connector, foreign, task) =>
      first(
        await of(connector)
          .where("foreign", "=", foreign)
          .where("task", "=", task)
          .orderBy("id", "desc")
          .executeTakeFirst(),
      ),
    async list(connector, ids) {
      if (ids.length === 0) return [];
      return (await of(connector).where("id", "in", ids).execute()).map(toRow);
    },
    due: async (now, limit) =>
      (await open().where("deadline", "<", now).orderBy("deadline").limit(limit).execute()).map(toRow),
    async nextDue() {
      const row = await open().orderBy("deadline").limit(1).executeTakeFirst();
      return row?.deadline ?? null;
    },
    async removeBefore(at, limit) {
      const old = query
        .selectFrom("carried_commands")
        .select(["connector", "id"])
        .where("is_over", "=", sql.lit(1))
        .where("deadline", "<", at)
        .limit(limit);
      const rows = await old.execute();
      for (const { connector, id } of rows)
        await query.deleteFrom("carried_commands").where("connector", "=", connector).where("id", "=", id).execute();
      return rows.length;
    },
    async keepEarly(connector, foreign, task, { step, at, result }) {
      const cells = { connector, foreign, task, step, at, result: JSON.stringify(result) };
      await query
        .insertInto("early_steps")
        .values(cells)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async takeEarly(connector, foreign, task, since) {
      const of = query.deleteFrom("early_steps").where("connector", "=", connector);
      const taken = of.where("foreign", "=", foreign).where("task", "=", task);
      const rows = await taken.returning(["step", "at", "result"]).execute();
      const steps = rows.map(({ result, ...row }) => ({ ...row, result: JSON.parse(result) }));
      return steps.filter(({ at }) => at >= since).sort((a, b) => a.at - b.at);
    },
    async removeEarlyBefore(at) {
      await query.deleteFrom("early_steps").where("at", "<", at).execute();
    },
  };
}

function toRow({ connector, steps, is_over, ...row }: CarriedCommandsTable): CarriedCommand {
  return { ...row, connector: connector as GatewayId, steps: JSON.parse(steps), isOver: is_over === 1 };
}
