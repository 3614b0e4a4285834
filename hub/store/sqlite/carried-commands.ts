/** Commands on their way over a platform, in SQLite. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CarriedCommand, CarriedCommands } from "../carried-commands.ts";
import type { CarriedCommandsTable, Schema } from "./schema.ts";

export function carriedCommandsTable(query: Kysely<Schema>): CarriedCommands {
  const of = (connector: GatewayId) =>
    query.selectFrom("carried_commands").selectAll().where("connector", "=", connector);
  const open = () => query.selectFrom("carried_commands").selectAll().where("is_over", "=", 0);
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
    ofTask: async (connector, task) =>
      first(await of(connector).where("task", "=", task).orderBy("id", "desc").executeTakeFirst()),
    async unnamed(connector, foreign) {
      const rows = of(connector).where("foreign", "=", foreign).where("is_over", "=", 0).where("task", "is", null);
      return first(await rows.orderBy("id").executeTakeFirst());
    },
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
  };
}

function toRow({ connector, steps, is_over, ...row }: CarriedCommandsTable): CarriedCommand {
  return { ...row, connector: connector as GatewayId, steps: JSON.parse(steps), isOver: is_over === 1 };
}
