/** What an alert does to its ticket: opens the case, comes back to it, clears. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Alert } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { type AlertMove, hearAlert, noteOn, reportTicket, type Ticket, type TicketOutcome } from "./ticket.ts";

/** The ticket of a new alert: the open case of its rule, or the one minted at the edge. Throws `BATCH_INVALID`. */
export async function ticketFor(tables: Tables, alert: Alert, changes: Changes, now: number): Promise<TicketId> {
  const { id, ticket, gateway, device, rule, severity, raisedAt, drill } = alert;
  const minted = await tables.tickets.find(ticket);
  if (minted !== null && !isSameCase(minted, alert))
    throw new Fault("BATCH_INVALID", `ticket ${ticket} belongs to another rule`);
  const known = minted ?? (await tables.tickets.findOpen(gateway, device, rule, drill));
  const outcome =
    known === null
      ? reportTicket({ id: ticket, alert: id, gateway, device, rule, severity, openedAt: raisedAt, drill }, now)
      : hearAlert({ ...known, alert: id }, "relapse", raisedAt, now);
  await keepTicket(tables, outcome, changes);
  return outcome.ticket.id;
}

export async function tellTicket(
  tables: Tables,
  id: TicketId,
  move: AlertMove,
  at: number,
  changes: Changes,
  now: number,
): Promise<void> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("HUB_FAILED", `ticket ${id} is missing`);
  await keepTicket(tables, hearAlert(ticket, move, at, now), changes);
}

/** Writes a line that moves nothing. */
export async function noteTicket(
  tables: Tables,
  id: TicketId,
  line: Parameters<typeof noteOn>[1],
  changes: Changes,
): Promise<void> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("HUB_FAILED", `ticket ${id} is missing`);
  await tables.tickets.appendStory(id, noteOn(ticket, line));
  changes.tickets.add(id);
}

export async function keepTicket(tables: Tables, { ticket, entry }: TicketOutcome, changes: Changes): Promise<void> {
  await tables.tickets.put(ticket);
  await tables.tickets.appendStory(ticket.id, entry);
  changes.tickets.add(ticket.id);
}

function isSameCase(ticket: Ticket, { gateway, device, rule }: Alert): boolean {
  return ticket.gateway === gateway && ticket.device === device && ticket.rule === rule;
}
