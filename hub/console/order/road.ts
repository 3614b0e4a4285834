/** The road every case takes, and where on it a ticket stands; beside it: being verified, put aside, checked. */
import type { TicketState, TicketView } from "../../http/views.ts";

export const roadSteps = ["admit", "register", "dispatch", "handle", "review", "close", "feedback", "archive"] as const;

/** How many steps lie behind a ticket in this state; the next one is where it stands. */
const behind: Record<Exclude<TicketState, "suspended" | "voided">, number> = {
  reported: 0,
  admitted: 1,
  verifying: 1,
  registered: 2,
  dispatched: 3,
  handling: 3,
  submitted: 4,
  checking: 4,
  reviewed: 5,
  closed: 6,
  fedback: 7,
  archived: 8,
};

/** States whose step does not say what is going on. */
const aside: ReadonlySet<TicketState> = new Set(["verifying", "suspended", "checking", "reviewed"]);

/** `aside` is the state to name beside the step. */
export type OnRoad = { behind: number; aside: TicketState | null };

/** Null for what was voided: it left the road. A suspended case that nobody has yet was put aside before it was sent. */
export function onRoad({ state, assignee }: Pick<TicketView, "state" | "assignee">): OnRoad | null {
  if (state === "voided") return null;
  const steps = state === "suspended" ? (assignee === undefined ? 2 : 3) : behind[state];
  return { behind: steps, aside: aside.has(state) ? state : null };
}
