/** The lines of each case that the district is told, numbered in the order they were written. */
import type { TicketId } from "../../core/id.ts";
import type { TicketState } from "../tickets/moves.ts";

export type CaseLines = {
  /** Returns its place in the case: 0, 1, … */
  add(ticket: TicketId, body: unknown): Promise<number>;
  count(ticket: TicketId): Promise<number>;
  /** From this place on. */
  list(ticket: TicketId, from: number, limit: number): Promise<{ seq: number; body: unknown }[]>;
  /** Shared cases after this ticket whose state is none of `over`, or that moved at `since` or later; by ticket, "" begins. */
  open(
    after: string,
    over: readonly TicketState[],
    since: number,
    limit: number,
  ): Promise<{ ticket: TicketId; lines: number }[]>;
  /** Tickets after this one that no line was written of, and whose state is none of `over`; drills are left out. */
  untold(after: string, over: readonly TicketState[], limit: number): Promise<TicketId[]>;
};
