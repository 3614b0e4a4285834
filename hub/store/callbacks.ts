/** What the district sent, as it came, and what became of it: each once, in order within its case. */
import type { TicketId } from "../../core/id.ts";

export type CallbackRow = {
  /** The district's own name for it. */
  id: string;
  ticket: TicketId;
  /** Its turn within the case: 1, 2, … */
  seq: number;
  receivedAt: number;
  /** The bytes that were signed, as text; empty once they are too old to be asked for. */
  body: string;
  /** `unknown`: there is no such case here. `refused`: its turn came and it could not be done. */
  state: "waiting" | "applied" | "refused" | "unknown";
  error: string | null;
  endedAt: number | null;
};

export type CallbackWish = Pick<CallbackRow, "id" | "ticket" | "seq" | "receivedAt" | "body"> & {
  state: "waiting" | "unknown";
};

export type Callbacks = {
  find(id: string): Promise<CallbackRow | null>;
  /** The one that has or had this turn. */
  findTurn(ticket: TicketId, seq: number): Promise<CallbackRow | null>;
  add(wish: CallbackWish): Promise<void>;
  /** The waiting one whose turn it is. */
  due(ticket: TicketId): Promise<CallbackRow | null>;
  /** Cases with something that waits, and since when the oldest does. */
  waiting(): Promise<{ ticket: TicketId; since: number }[]>;
  end(id: string, state: "applied" | "refused", error: string | null, now: number): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<CallbackRow[]>;
  /** Their bodies go, the rows stay and are known; how many, at most `limit`. What waits is not over. */
  emptyBefore(at: number, limit: number): Promise<number>;
  /** False when it was heard before. */
  hearNonce(nonce: string, now: number): Promise<boolean>;
  forgetNoncesBefore(at: number): Promise<void>;
};
