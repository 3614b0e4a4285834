/** Ladders in SQLite. */
import type { Kysely } from "kysely";
import type { AlertId, TicketId } from "../../../core/id.ts";
import type { LadderRow, Ladders } from "../ladders.ts";
import type { LaddersTable, Schema } from "./schema.ts";

export function laddersTable(query: Kysely<Schema>): Ladders {
  const all = () => query.selectFrom("ladders").selectAll();
  return {
    async find(alert) {
      const row = await all().where("alert", "=", alert).executeTakeFirst();
      return row === undefined ? null : toLadder(row);
    },
    async put({ toldMin, startedAt, nextAt, heldAt, ...row }) {
      const rest = { told_min: toldMin, started_at: startedAt, next_at: nextAt, held_at: heldAt };
      await query
        .replaceInto("ladders")
        .values({ ...row, ...rest })
        .execute();
    },
    async due(now, limit) {
      return (await all().where("next_at", "<=", now).orderBy("next_at").limit(limit).execute()).map(toLadder);
    },
    async nextAt() {
      const row = await query
        .selectFrom("ladders")
        .select(({ fn }) => fn.min("next_at").as("at"))
        .executeTakeFirst();
      return (row?.at ?? null) as number | null;
    },
  };
}

function toLadder({ alert, ticket, state, told_min, started_at, next_at, held_at }: LaddersTable): LadderRow {
  return {
    alert: alert as AlertId,
    ticket: ticket as TicketId,
    state: state as LadderRow["state"],
    toldMin: told_min,
    startedAt: started_at,
    nextAt: next_at,
    heldAt: held_at,
  };
}
