/** Sends what waits in one lane of the outbox until the other end has it: in order within a key, slower while it fails. */
import type { Logger } from "pino";
import type { Outbox, OutboxRow } from "../store/outbox.ts";
import type { Store, Tables } from "../store/store.ts";
import { startWaking, type Waking } from "../wake.ts";

/** What became of one row: the other end has it, may take it later, never will; or it was not its turn yet. */
export type Sent =
  | { state: "done"; answer?: unknown }
  | { state: "later"; error: string }
  | { state: "refused"; error: string }
  | { state: "wait"; until: number };

export type DrainOptions = {
  store: Store;
  lane: string;
  /** Sends one row. What it throws is a reason to try later. */
  send(row: OutboxRow): Promise<Sent>;
  /** Runs in the transaction that writes down what became of the row. */
  ended?(tables: Tables, row: OutboxRow, sent: Sent, now: number): Promise<void>;
  /** Runs when what became of some rows is committed. */
  committed?(results: readonly Sent[]): void;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; spreads the tries of many. */
  random(): number;
  log: Logger;
  /** Keys that are sent side by side. */
  parallel?: number;
  /** Whether `send` gets all that is due of a key at once; it answers "wait" for what has to come after the rest. */
  keys?: "one by one" | "whole";
};

export type Drain = Waking;

const firstWaitMs = 1000;
const longestWaitMs = 5 * 60_000;
/** So many failures of one row are told to somebody. */
export const stuckAfter = 5;

export function startDrain(options: DrainOptions): Drain {
  return startWaking(() => round(options), options.pause);
}

/**
 * Sends what is due; answers how long nothing is to be done, 0 when there may be more. A store that fails is asked again
 * later: nothing was written, so nothing is lost.
 */
async function round(options: DrainOptions): Promise<number> {
  const { store, lane, clock, log } = options;
  try {
    const { rows, next } = await store.read((tables) => look(tables, options));
    if (rows.length === 0) return next === null ? longestWaitMs : Math.max(firstWaitMs / 20, next - clock());
    const results = await Promise.all(rows.map(async (row) => ({ row, sent: await sendOne(options, row) })));
    await store.transaction(async (tables) => {
      for (const { row, sent } of results) await write(options, tables, row, sent);
    });
    options.committed?.(results.map(({ sent }) => sent));
    return 0;
  } catch (error) {
    log.error({ err: error, lane }, "the outbox could not be read or written; it is tried again");
    return firstWaitMs;
  }
}

/** What is due, and when the next of the lane is: most of the time nothing waits, and that is seen at once. */
async function look({ outbox }: Tables, { lane, clock, parallel = 8, keys }: DrainOptions) {
  const next = await outbox.nextAt(lane);
  if (next === null || next > clock()) return { rows: [], next };
  const due = keys === "whole" ? outbox.dueWhole : outbox.due;
  return { rows: await due(lane, clock(), parallel), next };
}

async function sendOne({ send, log }: DrainOptions, row: OutboxRow): Promise<Sent> {
  try {
    return await send(row);
  } catch (error) {
    log.debug({ err: error, lane: row.lane, id: row.id }, "a message was not taken");
    return { state: "later", error: error instanceof Error ? error.message : String(error) };
  }
}

const writers: Record<
  Sent["state"],
  (outbox: Outbox, row: OutboxRow, error: string, next: number, now: number) => Promise<void>
> = {
  wait: (outbox, row, _error, next) => outbox.postpone(row.n, next),
  done: (outbox, row, _error, _next, now) => outbox.done(row.n, now),
  later: (outbox, row, error, next) => outbox.later(row.n, next, error),
  refused: (outbox, row, error, _next, now) => outbox.refuse(row.n, error, now),
};

async function write(
  { clock, random, ended }: DrainOptions,
  tables: Tables,
  row: OutboxRow,
  sent: Sent,
): Promise<void> {
  const now = clock();
  const error = "error" in sent ? sent.error : "";
  const next = sent.state === "wait" ? sent.until : now + waitMs(row.attempts, random());
  await writers[sent.state](tables.outbox, row, error, next, now);
  await tellStuck(tables, row, sent, now);
  await ended?.(tables, row, sent, now);
}

/** Doubles from a second to five minutes; each try somewhere in the later half of it. */
export function waitMs(attempts: number, random: number): number {
  const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts, 20));
  return Math.round(longest * (0.5 + random / 2));
}

/** Nothing is retried for ever in silence: a lane that does not move is a task until it does. */
async function tellStuck({ tasks }: Tables, { lane, attempts }: OutboxRow, sent: Sent, now: number): Promise<void> {
  if (sent.state === "done") return tasks.settle("DELIVERY_STUCK", lane, "hub", now);
  if (sent.state !== "later" || attempts + 1 !== stuckAfter) return;
  const text = {
    zh: `发往 ${lane} 的消息试了 ${stuckAfter} 次都没送到：${sent.error}。看对方系统和网络；消息都留着，通了自动补发。`,
    en: `Messages to ${lane} failed ${stuckAfter} times: ${sent.error}. Look at the other system and the network; nothing is lost, it is sent when the way is open.`,
  };
  await tasks.raise({ kind: "DELIVERY_STUCK", subject: lane, for: "administrator", text }, now);
}
