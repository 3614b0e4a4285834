/** A case begins: the ticket as it is born, and the first line of its story. Pure. */
import type { EventId } from "../../core/id.ts";
import type { Position } from "./position.ts";
import { sourceOf } from "./source.ts";
import type { StoryEntry, Ticket, TicketOutcome } from "./ticket.ts";

export type Birth = Pick<
  Ticket,
  | "id"
  | "source"
  | "alert"
  | "gateway"
  | "device"
  | "rule"
  | "title"
  | "place"
  | "severity"
  | "class"
  | "area"
  | "openedAt"
  | "policy"
  | "drill"
> & { actor?: string; reason?: string; event?: EventId; position?: Position };

const unborn = {
  state: "reported",
  ...{ closedAt: null, unit: null, assignee: null, tier: 1, clock: null, dueAt: null, wakeAt: null },
  warned: "none",
  ...{ verified: false, checked: false, firstReviewer: null, extensions: 0, supervised: false },
  ...{ suspendedFrom: null, mergedInto: null },
} as const;

/** A new case. */
export function reportTicket({ actor, reason, event, position, ...birth }: Birth, now: number): TicketOutcome {
  const ticket: Ticket = { ...birth, ...unborn, changedAt: now };
  const entry: StoryEntry = {
    ...{ at: birth.openedAt, actor: actor ?? sourceOf(ticket), move: "report", from: null, to: "reported" },
    ...{ reason: reason ?? null, assignee: null },
    ...(event === undefined ? {} : { event }),
    ...(position === undefined ? {} : { position }),
  };
  return { ticket, entry };
}
