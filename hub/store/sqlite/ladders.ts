/** Ladders in SQLite. */
import type { AlertId, TicketId } from "../../../core/id.ts";
import type { LadderRow, Ladders } from "../ladders.ts";
import type { Connection } from "./connection.ts";
import type { LaddersTable } from "./schema.ts";

const find = "SELECT * FROM ladders WHERE alert = ?";
const put = `
  REPLACE INTO ladders (alert, ticket, state, told_min, started_at, next_at, held_at) VALUES (?, ?, ?, ?, ?, ?, ?)
`;
const due = "SELECT * FROM ladders WHERE next_at <= ? ORDER BY next_at LIMIT ?";
const nextAt = "SELECT min(next_at) AS at FROM ladders WHERE next_at IS NOT NULL";

export function laddersTable(connection: Connection): Ladders {
  return {
    async find(alert) {
      const row = connection.prepare(find).get(alert) as LaddersTable | undefined;
      return row === undefined ? null : toLadder(row);
    },
    async put({ alert, ticket, state, toldMin, startedAt, nextAt, heldAt }) {
      connection.prepare(put).run(alert, ticket, state, toldMin, startedAt, nextAt, heldAt);
    },
    due: async (now, limit) => (connection.prepare(due).all(now, limit) as LaddersTable[]).map(toLadder),
    nextAt: async () => (connection.prepare(nextAt).get() as { at: number | null }).at,
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
