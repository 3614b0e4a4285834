/** What to do first about a case: what its rule says while it is in alarm, else the next step of its ticket. Pure. */
import type { AlertView, TicketView } from "../../../http/views.ts";

export type Step = "accept" | "arrive" | "submit" | "wait" | "other";

const steps: Partial<Record<TicketView["state"], Step>> = {
  dispatched: "accept",
  handling: "arrive",
  submitted: "wait",
  checking: "wait",
  reviewed: "wait",
};

type Seen = Pick<TicketView, "state" | "sensorInAlarm">;

export function adviceFor(ticket: Seen | undefined, alert: AlertView | undefined) {
  const step: Step = (ticket && steps[ticket.state]) ?? "other";
  const isOn = ticket === undefined || ticket.sensorInAlarm;
  return { step, text: isOn ? alert?.advice : undefined };
}

/** It was sent to the person, or to their unit. */
export function isOurs({ unit, assignee }: Pick<TicketView, "unit" | "assignee">, me: string, own: string | undefined) {
  return assignee === me || (own !== undefined && unit?.id === own);
}
