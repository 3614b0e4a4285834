/** Commands in SQLite. */
import { type Kysely, sql } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CommandFilter, CommandRow, Commands } from "../commands.ts";
import { equals, type Key, readPage, says, within } from "./page.ts";
import type { CommandsTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("id"), down: true },
];
const clausesOf = ({ gateway, q, ...span }: CommandFilter) => [
  ...[...equals("gateway", gateway), ...within("at", span), ...says(["verb", "actor", "args", "id"], q)],
];

export function commandsTable(query: Kysely<Schema>): Commands {
  return {
    async find(gateway, id) {
      const rows = query.selectFrom("commands").selectAll().where("gateway", "=", gateway).where("id", "=", id);
      const row = await rows.executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "commands", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<CommandsTable>(query, ask);
      return { ...rest, rows: rows.map(toRow) };
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
