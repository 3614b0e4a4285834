/** Tickets and their stories; a story only grows. */
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import type { TicketState } from "../tickets/moves.ts";
import type { TicketSource } from "../tickets/source.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import type { CaseFilter, Page, PageWish } from "./page.ts";

/** `due`: what has the least time first, what has none last. */
export const ticketSorts = ["newest", "oldest", "severity", "due", "changed"] as const;
export type TicketSort = (typeof ticketSorts)[number];
/** `from` and `to`: when the case began. */
export type TicketFilter = CaseFilter<TicketState> & {
  source?: readonly TicketSource[] | undefined;
  /** Who has it, as it is written. */
  assignee?: string | undefined;
  /** Its time is over by then. */
  dueBy?: number | undefined;
  /** Its clock has warned, and its time is over later than that. */
  warnedAt?: number | undefined;
  /** Exercises alone, or none. */
  drill?: boolean | undefined;
};

/** What a precedent is sought for: cases of this rule at this device, else of this class in this area. */
export type LikeCase = {
  device: DeviceId | null;
  gateway: GatewayId | null;
  rule: RuleId | null;
  class: string;
  area: string | null;
};

export type Tickets = {
  find(id: TicketId): Promise<Ticket | null>;
  /** The case of this device and rule that is not over. */
  findOpen(gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean): Promise<Ticket | null>;
  /** The newest case of this device and rule, over or not. */
  findNewest(gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean): Promise<Ticket | null>;
  /** Newest first. */
  list(which: "open" | "all", limit: number): Promise<Ticket[]>;
  page(ask: TicketFilter & PageWish<TicketSort>): Promise<Page<Ticket>>;
  /** Which of these cases have an alert whose sensor is past its limit still. */
  alarming(ids: readonly TicketId[]): Promise<ReadonlySet<TicketId>>;
  /** Cases reported from `from` on and before `to`, each with its story. */
  openedWithin(span: { from: number; to: number }): Promise<{ ticket: Ticket; story: StoryEntry[] }[]>;
  put(ticket: Ticket): Promise<void>;
  /** The clock or a suspension has to be looked at by now; the earliest first. */
  toWake(now: number, limit: number): Promise<Ticket[]>;
  /** When the next one has to be looked at. */
  nextWake(): Promise<number | null>;
  /** The alerts that came to this case. */
  alertsOf(id: TicketId): Promise<AlertId[]>;
  /** The alerts of one case go over to another. */
  moveAlerts(from: TicketId, to: TicketId): Promise<void>;
  /** Who closed like cases, the most frequent first: exactly alike when there is any, else of the class in the area. */
  precedents(like: LikeCase): Promise<{ unit: string; count: number; exact: boolean }[]>;
  /** In the order of event time. */
  story(id: TicketId): Promise<StoryEntry[]>;
  /** Whether a line of this name is in some story already. */
  hasEvent(event: EventId): Promise<boolean>;
  /** The ticket whose story has a line of this name; null when none has. */
  ofEvent(event: EventId): Promise<TicketId | null>;
  appendStory(id: TicketId, entry: StoryEntry): Promise<number>;
};
