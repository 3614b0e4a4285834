/** What comes first: what still goes on before what has returned, then the colour, then the least time left; and the time where no limit says one. */
import type { TicketState } from "./moves.ts";

const hour = 3_600_000;
const day = 24 * hour;

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

export const ranks = { standing: 0, returned: 1, aside: 2 } as const;
