/** What to do first: what still goes on before what has returned, then the graver colour, then the least time left. */
import type { AlertView, TicketView } from "../../http/views.ts";
import { isOver } from "../../tickets/moves.ts";
import { assumedMs, ranks } from "../../tickets/urgency.ts";

type Severity = 1 | 2 | 3 | 4;

/** One thing to deal with: a ticket with its alert, or an alert whose ticket is not open. */
export type Case = { id: string; severity: Severity; since: number; ticket?: TicketView; alert?: AlertView };

export function byUrgency(now: number): (a: Case, b: Case) => number {
  return (a, b) => {
    return (
      rankOf(a) - rankOf(b) || a.severity - b.severity || compare(leftOf(a, now), leftOf(b, now)) || a.since - b.since
    );
  };
}

/** What a hotline or a patrol tells of goes on until somebody ends it; what a sensor tells of, until it says so. */
function rankOf({ ticket, alert }: Case): number {
  if (ticket?.state === "suspended") return ranks.aside;
  if (ticket === undefined) return alert === undefined ? ranks.standing : rankOfAlert(alert);
  return ticket.source === "sensor" && !ticket.sensorInAlarm ? ranks.returned : ranks.standing;
}

function rankOfAlert({ state }: Pick<AlertView, "state">): number {
  return state === "returned" || state === "normal" ? ranks.returned : ranks.standing;
}

/** Alerts by themselves, in the same order; within a colour what nobody has seen yet, then who has waited longest. */
export function byNeed(a: AlertView, b: AlertView): number {
  return (
    rankOfAlert(a) - rankOfAlert(b) ||
    a.severity - b.severity ||
    Number(wantsAcknowledgement(b)) - Number(wantsAcknowledgement(a)) ||
    a.raisedAt - b.raisedAt
  );
}

/** Below zero for what is late, and for what has waited. */
function leftOf({ ticket, since }: Case, now: number): number {
  if (ticket?.dueAt !== undefined) return ticket.dueAt - now;
  return (ticket && assumedMs[ticket.state]) ?? since - now;
}

/** Endless is as long as endless. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Joins open tickets and open alerts, the most urgent first; nothing appears twice. */
export function openCases(tickets: readonly TicketView[], alerts: readonly AlertView[], now: number): Case[] {
  const alertOf = new Map(alerts.map((alert) => [alert.ticket, alert]));
  const cases: Case[] = tickets.map((ticket) => {
    const alert = alertOf.get(ticket.id);
    alertOf.delete(ticket.id);
    const base = { id: ticket.id, severity: ticket.severity, since: ticket.openedAt, ticket };
    return alert ? { ...base, alert } : base;
  });
  for (const alert of alertOf.values())
    cases.push({ id: alert.id, severity: alert.severity, since: alert.raisedAt, alert });
  return cases.sort(byUrgency(now));
}

/** Finished things: the latest first. */
export function byChange(a: { changedAt: number }, b: { changedAt: number }): number {
  return b.changedAt - a.changedAt;
}

/** Over: closed, fed back, archived or voided. */
export function isOpenTicket(ticket: Pick<TicketView, "state">): boolean {
  return !isOver(ticket.state);
}

export function isOpenAlert(alert: Pick<AlertView, "state">): boolean {
  return alert.state !== "normal";
}

/** Someone still has to say "I have seen it". */
export function wantsAcknowledgement(alert: Pick<AlertView, "state">): boolean {
  return alert.state === "unacknowledged" || alert.state === "returned";
}
