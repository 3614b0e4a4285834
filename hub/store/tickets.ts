/** Tickets and their stories; a story only grows. */
import type { DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";

export type Tickets = {
  find(id: TicketId): Promise<Ticket | null>;
  /** The case of this device and rule that is neither closed nor voided. */
  findOpen(gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean): Promise<Ticket | null>;
  /** Newest first. */
  list(which: "open" | "all", limit: number): Promise<Ticket[]>;
  put(ticket: Ticket): Promise<void>;
  /** In the order of event time. */
  story(id: TicketId): Promise<StoryEntry[]>;
  /** Whether a line of this name is in some story already. */
  hasEvent(event: EventId): Promise<boolean>;
  appendStory(id: TicketId, entry: StoryEntry): Promise<void>;
};
