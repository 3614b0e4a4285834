/** Tickets and their append-only stories in SQLite. */
import { type Insertable, type Kysely, sql } from "kysely";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../../core/id.ts";
import type { Severity } from "../../../core/rule.ts";
import type { StoryEntry, Ticket, TicketState } from "../../tickets/ticket.ts";
import type { Tickets } from "../tickets.ts";
import type { Schema, StoriesTable, TicketsTable } from "./schema.ts";

const over = ["closed", "voided"];

export function ticketsTable(query: Kysely<Schema>): Tickets {
  const all = () => query.selectFrom("tickets").selectAll();
  return {
    async find(id) {
      return toTicket(await all().where("id", "=", id).executeTakeFirst());
    },
    async findOpen(gateway, device, rule, drill) {
      const ofDevice = all().where("gateway", "=", gateway).where("device", "=", device);
      const ofRule = ofDevice.where("rule", "=", rule).where("drill", "=", Number(drill));
      return toTicket(await ofRule.where("state", "not in", over).orderBy("opened_at", "desc").executeTakeFirst());
    },
    async list(which, limit) {
      let rows = all().orderBy("opened_at", "desc").limit(limit);
      if (which === "open") rows = rows.where("state", "not in", over);
      return (await rows.execute()).map((row) => toTicket(row) as Ticket);
    },
    async put(ticket) {
      const row = toColumns(ticket);
      await query
        .insertInto("tickets")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },
    async story(id) {
      const rows = await query
        .selectFrom("stories")
        .selectAll()
        .where("ticket", "=", id)
        .orderBy("at")
        .orderBy("n")
        .execute();
      return rows.map(toEntry);
    },
    async hasEvent(event) {
      const row = await query.selectFrom("stories").select("n").where("event", "=", event).executeTakeFirst();
      return row !== undefined;
    },
    async appendStory(id, entry) {
      const n = sql<number>`(SELECT coalesce(max(n) + 1, 0) FROM stories WHERE ticket = ${id})`;
      const { at, actor, move, from, to, reason, assignee, event = null, photo = null } = entry;
      const row = { ticket: id, n, at, actor, move, from_state: from, to_state: to, reason, assignee, event, photo };
      await query.insertInto("stories").values(row).execute();
    },
  };
}

function toColumns(ticket: Ticket): Insertable<TicketsTable> {
  const { openedAt, changedAt, drill, ...rest } = ticket;
  return { ...rest, drill: Number(drill), opened_at: openedAt, changed_at: changedAt };
}

function toTicket(row: TicketsTable | undefined): Ticket | null {
  if (row === undefined) return null;
  return {
    id: row.id as TicketId,
    alert: row.alert as AlertId,
    gateway: row.gateway as GatewayId,
    device: row.device as DeviceId,
    rule: row.rule as RuleId,
    severity: row.severity as Severity,
    state: row.state as TicketState,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    assignee: row.assignee,
    drill: row.drill === 1,
  };
}

function toEntry(row: StoriesTable): StoryEntry {
  return {
    at: row.at,
    actor: row.actor,
    move: row.move as StoryEntry["move"],
    from: row.from_state as TicketState | null,
    to: row.to_state as TicketState,
    reason: row.reason,
    assignee: row.assignee,
    ...(row.event === null ? {} : { event: row.event as EventId }),
    ...(row.photo === null ? {} : { photo: row.photo }),
  };
}
