/** A line that the hub holds itself: what one session of it gets, and what is known of it. */
import type { Came } from "../intake/intake.ts";

export type LineState = {
  isUp: boolean;
  /** Ms since 1970. */
  since: number;
  /** Why it is not up, as the other side says it; "" where it is. */
  why: string;
};

/** Resolves once the other side has it. */
export type Publish = (topic: string, body: string) => Promise<void>;

export type Session = {
  /** Stores a message; resolves once it is durable. Throws `PUSH_BUSY`, `DISK_FAILED`. */
  take(message: Came): Promise<void>;
  /** It is open: messages may come, and be sent by `publish` where it can. */
  up(publish?: Publish): void;
  /** A message is refused for good: operators see why. */
  refuse(why: string): void;
  /** The session is to end. */
  signal: AbortSignal;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

/** What anything has that is kept up, line or port. */
export type Upkeep = Pick<Session, "up" | "signal" | "pause">;

/** Opens one session and holds it; resolves with why it is over. */
export type Hold = (session: Session) => Promise<string>;
