/** Tickets handed to the flows for a decision: one row a ticket, so that each is decided once. */
import type { TicketId } from "../../core/id.ts";
import type { Handover } from "../flows/handover.ts";

export type Handovers = {
  /** Begins it, or begins it anew when the last one is over; false while one is open. */
  ask(ticket: TicketId, now: number): Promise<boolean>;
  find(ticket: TicketId): Promise<Handover | null>;
  /** Rewrites the row of its ticket. */
  put(handover: Handover): Promise<void>;
  /** Asked or held, asked for after the one numbered `after`, in the order of asking. */
  open(after: number, limit: number): Promise<Handover[]>;
  /** Open ones whose time is up: asked at `askedBefore` or earlier, or held until `now` or earlier. */
  due(now: number, askedBefore: number, limit: number): Promise<Handover[]>;
  /** The earliest asking and the earliest end of a wait among the open ones. */
  next(): Promise<{ askedAt: number | null; heldUntil: number | null }>;
  /** Newest first. */
  list(limit: number): Promise<Handover[]>;
};
