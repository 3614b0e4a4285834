/** How urgent a case is taken to be where no limit says so; the order itself is time left × severity. */
import type { TicketState } from "./moves.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is late, or nearly, is due now: among that the colour decides, not by how much. */
export const leastMs = 15 * minute;

/** Where no time limit runs, this much is taken to be left; what waits for this desk is due now. */
export const assumedMs: Partial<Record<TicketState, number>> = {
  verifying: hour,
  dispatched: day,
  handling: day,
  submitted: hour,
  checking: hour,
  reviewed: hour,
  suspended: Number.POSITIVE_INFINITY,
};
