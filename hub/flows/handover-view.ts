/** A handover as the flows see it. */
import { alertView, type DeviceFinder } from "../alerts/view.ts";
import type { Tables } from "../store/store.ts";
import { ticketView } from "../tickets/view.ts";
import { deadlineOf, type Handover } from "./handover.ts";
import type { HandoverView } from "./views.ts";

/** Null when the ticket is gone. */
export async function handoverView(
  tables: Tables,
  handover: Handover,
  find: DeviceFinder,
  deadlineMs: number,
  now: number,
): Promise<HandoverView | null> {
  const ticket = await tables.tickets.find(handover.ticket);
  if (ticket === null) return null;
  const about = await ticketView(tables, ticket, find, now);
  const alert = ticket.alert === null ? null : await tables.alerts.find(ticket.alert);
  const { n, askedAt, state, by, reason } = handover;
  return {
    ...{ n, ticket: ticket.id, askedAt, deadline: deadlineOf(handover, deadlineMs), state },
    ...(by === null ? {} : { by }),
    ...(reason === null ? {} : { reason }),
    ...{ severity: about.severity, title: about.title, place: about.place, about },
    alert: alert === null ? null : await alertView(alert, find),
  };
}
