/** Tickets and their stories; a story only grows. */
import type { DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";

export type Tickets = {
  find(id: TicketId): Promise<Ticket | null>;
  /** The case of this device and rule that is neither closed nor voided. */
  findOpen(gateway: GatewayId, device: DeviceId, rule: RuleId): Promise<Ticket | null>;
  /** Newest first. */
  list(which: "open" | "all", limit: number): Promise<Ticket[]>;
  put(ticket: Ticket): Promise<void>;
  story(id: TicketId): Promise<StoryEntry[]>;
  appendStory(id: TicketId, entry: StoryEntry): Promise<void>;
};
