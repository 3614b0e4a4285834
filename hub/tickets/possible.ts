/** What a person can do with a ticket now. */
import { Fault } from "../../core/fault.ts";
import { meetNeeds } from "./demands.ts";
import { movesFrom, type Need, personMoves, type TicketMove, ticketTable } from "./moves.ts";
import { standingOf, type Ticket } from "./ticket.ts";

/** Needs that nobody can meet by what is said with the move: only by something that comes before it. */
const before: ReadonlySet<Need> = new Set([
  "verification where the class asks for it",
  "check where the class asks for it",
  "an extension left",
  "a higher level",
]);

/** The moves that a person can make now, if what they need is said with them. */
export function possibleMoves(ticket: Ticket): TicketMove[] {
  const isMet = (move: TicketMove) => {
    const needs = ticketTable[move].needs.filter((need) => before.has(need));
    try {
      meetNeeds(needs, ticket, { move, actor: "", stillInAlarm: null }, 0);
      return move !== "extend" || ticket.clock !== null;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  };
  return movesFrom(standingOf(ticket)).filter((move) => personMoves.includes(move) && isMet(move));
}
