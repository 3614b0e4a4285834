/** What a line is: a connection that the hub itself holds or makes for one connector. */
import type { Logger } from "pino";
import type { Store } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Came } from "../intake/intake.ts";

export type LineState = {
  isUp: boolean;
  /** Ms since 1970. */
  since: number;
  /** Why it is down, as the other side or the machine told it; "" while it is up. */
  why: string;
};

/** What a line hands what came to, and tells how it stands. */
export type Carrier = {
  /** Resolves once it is durable: only then the other side may forget it. Waits for the disk; rejects once the line is closed. */
  take(came: Came): Promise<void>;
  up(): void;
  /** Answers for how many ms to wait before it is tried again: more and more, by full jitter. */
  down(why: string): number;
};

export type LineDeps = {
  store: Store;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

export type Line = { close(): Promise<void> };

/** Null where the connector wants no such line. What it throws is told as what keeps the line down. */
export type StartLine = (open: OpenConnector, carrier: Carrier, deps: LineDeps) => Line | null;
