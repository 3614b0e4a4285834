/** What the flows and the table decided lately, for people to read. */
import { deviceFinder } from "../alerts/view.ts";
import type { Tables } from "../store/store.ts";
import { ticketView } from "../tickets/view.ts";
import type { DecisionView } from "./views.ts";

/** Newest first. */
export async function decisionViews(tables: Tables, limit: number): Promise<DecisionView[]> {
  const find = deviceFinder(tables);
  const views: DecisionView[] = [];
  for (const { ticket: id, askedAt, state, by, reason, decidedAt, heldUntil } of await tables.handovers.list(limit)) {
    const ticket = await tables.tickets.find(id);
    if (ticket === null) continue;
    const { title, place } = await ticketView(tables, ticket, find);
    views.push({
      ...{ ticket: id, title, place, askedAt, state },
      ...(by === null ? {} : { by }),
      ...(reason === null ? {} : { reason }),
      ...(decidedAt === null ? {} : { decidedAt }),
      ...(heldUntil === null ? {} : { heldUntil }),
    });
  }
  return views;
}
