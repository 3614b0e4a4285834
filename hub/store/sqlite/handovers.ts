/** Handovers in SQLite; that a ticket has one is a unique index. */
import type { Kysely, Selectable } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { Handover, HandoverState } from "../../flows/handover.ts";
import type { Handovers } from "../handovers.ts";
import type { Connection } from "./connection.ts";
import type { HandoversTable, Schema } from "./schema.ts";

const open = ["asked", "held"];

/** The index of open ones is used only by a query that says so in the index's own words. */
const isOpen = "state IN ('asked', 'held')";
const ask = "INSERT INTO handovers (ticket, asked_at, state) VALUES (?, ?, 'asked')";
const find = "SELECT * FROM handovers WHERE ticket = ?";
const forget = "DELETE FROM handovers WHERE n = ?";
const put = `
  UPDATE handovers SET ticket = ?, asked_at = ?, held_until = ?, state = ?, "by" = ?, reason = ?, decided_at = ?
  WHERE n = ?
`;
const due = `
  SELECT * FROM handovers
  WHERE ${isOpen} AND (state = 'asked' AND asked_at <= ? OR state = 'held' AND held_until <= ?) ORDER BY n LIMIT ?
`;
const next = `
  SELECT min(asked_at) FILTER (WHERE state = 'asked') AS askedAt,
    min(held_until) FILTER (WHERE state = 'held') AS heldUntil
  FROM handovers WHERE ${isOpen}
`;

export function handoversTable(query: Kysely<Schema>, connection: Connection): Handovers {
  const all = () => query.selectFrom("handovers").selectAll();
  const rowOf = (ticket: TicketId) => connection.prepare(find).get(ticket) as Selectable<HandoversTable> | undefined;
  return {
    async ask(ticket, now) {
      const known = rowOf(ticket);
      if (known !== undefined && open.includes(known.state)) return false;
      if (known !== undefined) connection.prepare(forget).run(known.n);
      connection.prepare(ask).run(ticket, now);
      return true;
    },
    async find(ticket) {
      const row = rowOf(ticket);
      return row === undefined ? null : toHandover(row);
    },
    async put(handover) {
      connection.prepare(put).run(...cellsOf(handover), handover.n);
    },
    async open(after, limit) {
      const rows = all().where("state", "in", open).where("n", ">", after);
      return (await rows.orderBy("n").limit(limit).execute()).map(toHandover);
    },
    async due(now, askedBefore, limit) {
      const rows = connection.prepare(due).all(askedBefore, now, limit) as Selectable<HandoversTable>[];
      return rows.map(toHandover);
    },
    next: async () => connection.prepare(next).get() as Awaited<ReturnType<Handovers["next"]>>,
    async list(limit) {
      return (await all().orderBy("n", "desc").limit(limit).execute()).map(toHandover);
    },
  };
}

function cellsOf({ ticket, askedAt, heldUntil, state, by, reason, decidedAt }: Handover) {
  return [ticket, askedAt, heldUntil, state, by, reason === null ? null : JSON.stringify(reason), decidedAt];
}

function toHandover(row: Selectable<HandoversTable>): Handover {
  return {
    n: row.n,
    ticket: row.ticket as TicketId,
    askedAt: row.asked_at,
    heldUntil: row.held_until,
    state: row.state as HandoverState,
    by: row.by,
    reason: row.reason === null ? null : JSON.parse(row.reason),
    decidedAt: row.decided_at,
  };
}
