/** Commands in SQLite. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CommandRow, Commands } from "../commands.ts";
import type { CommandsTable, Schema } from "./schema.ts";

export function commandsTable(query: Kysely<Schema>): Commands {
  return {
    async find(gateway, id) {
      const rows = query.selectFrom("commands").selectAll().where("gateway", "=", gateway).where("id", "=", id);
      const row = await rows.executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async add({ args, result, ...row }) {
      const json = { args: JSON.stringify(args), result: result === null ? null : JSON.stringify(result) };
      await query
        .insertInto("commands")
        .values({ ...row, ...json })
        .execute();
    },
    async finish(gateway, id, result) {
      const done = await query
        .updateTable("commands")
        .set({ result: JSON.stringify(result) })
        .where("gateway", "=", gateway)
        .where("id", "=", id)
        .where("result", "is", null)
        .executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    async waiting(gateway, now) {
      const rows = query.selectFrom("commands").selectAll().where("gateway", "=", gateway).where("result", "is", null);
      return (await rows.where("deadline", ">=", now).orderBy("at").execute()).map(toRow);
    },
  };
}

function toRow(row: CommandsTable): CommandRow {
  return {
    id: row.id,
    gateway: row.gateway as GatewayId,
    verb: row.verb,
    args: JSON.parse(row.args),
    deadline: row.deadline,
    actor: row.actor,
    at: row.at,
    result: row.result === null ? null : JSON.parse(row.result),
  };
}
