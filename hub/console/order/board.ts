/** The board of tickets: its columns, and which move leads from a card to a column. Pure. */
import type { TicketMove, TicketState, TicketView } from "../../http/views.ts";
import { ticketTable } from "../../tickets/moves.ts";
import { type Asked, primaryMove, secondaryMoves } from "./moves.ts";

export const stages = ["admit", "send", "handle", "review", "close"] as const;
export type Stage = (typeof stages)[number];

export const statesOf: Record<Stage, TicketState[]> = {
  admit: ["reported", "admitted", "verifying"],
  send: ["registered"],
  handle: ["dispatched", "handling", "suspended"],
  review: ["submitted", "checking", "reviewed"],
  close: ["closed", "fedback", "archived"],
};

export function stageOf(state: TicketState): Stage | null {
  return stages.find((stage) => statesOf[stage].includes(state)) ?? null;
}

/** What a card can do, the leading move first. */
export function movesOf(ticket: Asked, me: string): TicketMove[] {
  const primary = primaryMove(ticket, me);
  return [...(primary ? [primary] : []), ...secondaryMoves(ticket, me)];
}

/** The move that brings the card to that column; null where none does. The leading one is preferred. */
export function moveTo(stage: Stage, ticket: Asked & Pick<TicketView, "reviews">, me: string): TicketMove | null {
  if (stageOf(ticket.state) === stage) return null;
  return movesOf(ticket, me).find((move) => stageAfter(move, ticket) === stage) ?? null;
}

function stageAfter(move: TicketMove, { state, reviews }: Pick<TicketView, "state" | "reviews">): Stage | null {
  const target = ticketTable[move].from[state];
  if (target === undefined || target === "stay") return null;
  if (target === "back") return "handle";
  if (target === "first of two reviews" || target === "only review" || target === "only review, or first of two")
    return reviews === 2 ? "review" : "close";
  return stageOf(target);
}
