/** Handovers in SQLite; that a ticket has one is a unique index. */
import type { Insertable, Kysely, Selectable } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { Handover, HandoverState } from "../../flows/handover.ts";
import type { Handovers } from "../handovers.ts";
import type { HandoversTable, Schema } from "./schema.ts";

const open = ["asked", "held"];

export function handoversTable(query: Kysely<Schema>): Handovers {
  const all = () => query.selectFrom("handovers").selectAll();
  const lowest = async (column: "asked_at" | "held_until", state: HandoverState) => {
    const rows = query.selectFrom("handovers").where("state", "=", state);
    const row = await rows.select(({ fn }) => fn.min(column).as("at")).executeTakeFirst();
    return (row?.at ?? null) as number | null;
  };
  return {
    async ask(ticket, now) {
      const known = await all().where("ticket", "=", ticket).executeTakeFirst();
      if (known !== undefined && open.includes(known.state)) return false;
      await query.deleteFrom("handovers").where("ticket", "=", ticket).execute();
      const nothing = { held_until: null, by: null, reason: null, decided_at: null };
      await query
        .insertInto("handovers")
        .values({ ticket, asked_at: now, state: "asked", ...nothing })
        .execute();
      return true;
    },
    async find(ticket) {
      const row = await all().where("ticket", "=", ticket).executeTakeFirst();
      return row === undefined ? null : toHandover(row);
    },
    async put(handover) {
      await query.updateTable("handovers").set(toColumns(handover)).where("n", "=", handover.n).execute();
    },
    async open(after, limit) {
      const rows = all().where("state", "in", open).where("n", ">", after);
      return (await rows.orderBy("n").limit(limit).execute()).map(toHandover);
    },
    async due(now, askedBefore, limit) {
      const rows = all().where(({ and, eb, or }) =>
        or([
          and([eb("state", "=", "asked"), eb("asked_at", "<=", askedBefore)]),
          and([eb("state", "=", "held"), eb("held_until", "<=", now)]),
        ]),
      );
      return (await rows.orderBy("n").limit(limit).execute()).map(toHandover);
    },
    async next() {
      return { askedAt: await lowest("asked_at", "asked"), heldUntil: await lowest("held_until", "held") };
    },
    async list(limit) {
      return (await all().orderBy("n", "desc").limit(limit).execute()).map(toHandover);
    },
  };
}

function toColumns(handover: Handover): Omit<Insertable<HandoversTable>, "n"> {
  const { ticket, askedAt, heldUntil, state, by, reason, decidedAt } = handover;
  const text = reason === null ? null : JSON.stringify(reason);
  return { ticket, asked_at: askedAt, held_until: heldUntil, state, by, reason: text, decided_at: decidedAt };
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
