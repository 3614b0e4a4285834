/** How each move of a ticket is asked for: which one leads, what must be written. */
import type { TicketMove, TicketState, TicketView } from "../../http/views.ts";

/** The loop's own order; the first possible one is the primary action. */
const forward: TicketMove[] = ["register", "dispatch", "accept", "submit", "close"];
const backward: TicketMove[] = ["return", "void"];

/** The stages of the loop in order, for the progress line. */
export const stages: TicketState[] = ["reported", "registered", "dispatched", "handling", "reviewed", "closed"];

export function primaryMove(ticket: Pick<TicketView, "moves">): TicketMove | undefined {
  return forward.find((move) => ticket.moves.includes(move));
}

export function secondaryMoves(ticket: Pick<TicketView, "moves">): TicketMove[] {
  const primary = primaryMove(ticket);
  return [...forward, ...backward].filter((move) => move !== primary && ticket.moves.includes(move));
}

export type MoveNeeds = { assignee: "required" | "none"; reason: "required" | "optional" | "none" };

export function needsOf(move: TicketMove, ticket: Pick<TicketView, "sensorInAlarm">): MoveNeeds {
  const table: Record<TicketMove, MoveNeeds> = {
    register: { assignee: "none", reason: "none" },
    dispatch: { assignee: "required", reason: "optional" },
    accept: { assignee: "none", reason: "none" },
    submit: { assignee: "none", reason: "required" },
    close: { assignee: "none", reason: ticket.sensorInAlarm ? "required" : "optional" },
    return: { assignee: "none", reason: "required" },
    void: { assignee: "none", reason: "required" },
  };
  return table[move];
}
