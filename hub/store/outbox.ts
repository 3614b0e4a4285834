/** What must reach somebody else: kept until they have it, in order within each key, offered once a moment. */

export type OutboxRow = {
  /** Order of arrival. */
  n: number;
  /** Who it is for: `district/cases`, `notify/wecom`. */
  lane: string;
  /** What stays in order: nothing of a key is offered before what came earlier of it. */
  key: string;
  /** Names the message at the other end, however often it is sent; unique in its lane. */
  id: string;
  body: unknown;
  at: number;
  attempts: number;
  /** Not offered before. */
  nextAt: number;
  state: "waiting" | "done" | "refused";
  error: string | null;
  doneAt: number | null;
};

export type OutboxWish = Pick<OutboxRow, "lane" | "key" | "id" | "body" | "at">;

export type Outbox = {
  /** False when this id is in the lane already. */
  add(wish: OutboxWish): Promise<boolean>;
  find(lane: string, id: string): Promise<OutboxRow | null>;
  /** The oldest waiting row of each key whose time has come, oldest first. */
  due(lane: string, now: number, limit: number): Promise<OutboxRow[]>;
  /** As `due`, and with each what comes after it in its key and whose time has come too. */
  dueWhole(lane: string, now: number, limit: number): Promise<OutboxRow[]>;
  /** When the next row of the lane may be offered; null when none waits. */
  nextAt(lane: string): Promise<number | null>;
  done(n: number, now: number): Promise<void>;
  later(n: number, nextAt: number, error: string): Promise<void>;
  /** Not now, although nothing failed. */
  postpone(n: number, nextAt: number): Promise<void>;
  /** Never offered again; what comes after it in its key goes on. */
  refuse(n: number, error: string, now: number): Promise<void>;
  /** Whether anything of this key waits in the lane. */
  isWaiting(lane: string, key: string): Promise<boolean>;
  waiting(lane: string): Promise<{ count: number; oldestAt: number | null }>;
  /** Newest first. */
  list(lane: string, state: OutboxRow["state"], limit: number): Promise<OutboxRow[]>;
  /** How many rows went, at most `limit`. What was refused stays: somebody may ask why. */
  removeDoneBefore(at: number, limit: number): Promise<number>;
};
