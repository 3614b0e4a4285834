/** What to do first: the graver colour, then whoever has waited longest. */
import type { AlertView, TicketView } from "../../http/views.ts";

type Urgent = { severity: 1 | 2 | 3 | 4; since: number };

export function byUrgency(a: Urgent, b: Urgent): number {
  return a.severity - b.severity || a.since - b.since;
}

/** One thing to deal with: a ticket with its alert, or an alert whose ticket is not open. */
export type Case = Urgent & { id: string; ticket?: TicketView; alert?: AlertView };

/** Joins open tickets and open alerts, the most urgent first; nothing appears twice. */
export function openCases(tickets: readonly TicketView[], alerts: readonly AlertView[]): Case[] {
  const alertOf = new Map(alerts.map((alert) => [alert.ticket, alert]));
  const cases: Case[] = tickets.map((ticket) => {
    const alert = alertOf.get(ticket.id);
    alertOf.delete(ticket.id);
    const base = { id: ticket.id, severity: ticket.severity, since: ticket.openedAt, ticket };
    return alert ? { ...base, alert } : base;
  });
  for (const alert of alertOf.values())
    cases.push({ id: alert.id, severity: alert.severity, since: alert.raisedAt, alert });
  return cases.sort(byUrgency);
}

/** Finished things: the latest first. */
export function byChange(a: { changedAt: number }, b: { changedAt: number }): number {
  return b.changedAt - a.changedAt;
}

export function isOpenTicket(ticket: Pick<TicketView, "state">): boolean {
  return ticket.state !== "closed" && ticket.state !== "voided";
}

export function isOpenAlert(alert: Pick<AlertView, "state">): boolean {
  return alert.state !== "normal";
}

/** Someone still has to say "I have seen it". */
export function wantsAcknowledgement(alert: Pick<AlertView, "state">): boolean {
  return alert.state === "unacknowledged" || alert.state === "returned";
}
