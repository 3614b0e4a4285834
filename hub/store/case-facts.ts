/** What counts of each case, worked out once when its story has grown and read in one go by the statistics. */
import type { TicketId } from "../../core/id.ts";
import type { CaseFacts } from "../scores/score.ts";

/** `areas`: only what lies in these. */
type Span = { from: number; to: number; areas?: ReadonlySet<string> | null };

/** Alerts raised in one hour of one weekday of Shanghai: 0 is Monday. */
export type HourCount = { weekday: number; hour: number; count: number };

export type CaseFactsTable = {
  /** Cases reported from `from` on and before `to`. */
  within(span: Span): Promise<CaseFacts[]>;
  /** Tickets whose story has grown since they were counted, in no order. */
  stale(limit: number): Promise<TicketId[]>;
  countStale(): Promise<number>;
  /** Null: it is no case. It is not stale any more. */
  put(id: TicketId, facts: CaseFacts | null): Promise<void>;
  /** Drills apart. */
  alertHours(span: Span): Promise<HourCount[]>;
};
