/** How far up the ladder each alert was told that nobody has answered yet. */
import type { AlertId, TicketId } from "../../core/id.ts";
import type { LadderState } from "../notify/ladder/ladder.ts";

export type LadderRow = LadderState & { alert: AlertId; ticket: TicketId };

export type Ladders = {
  find(alert: AlertId): Promise<LadderRow | null>;
  put(row: LadderRow): Promise<void>;
  /** Those whose next rung has come, the longest waiting first. */
  due(now: number, limit: number): Promise<LadderRow[]>;
  nextAt(): Promise<number | null>;
};
