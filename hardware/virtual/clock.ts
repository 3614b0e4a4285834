/** The time the neighbourhood lives by: the machine's, or one that a test turns by hand. */
import { performance } from "node:perf_hooks";

export type Clock = {
  /** ms, only ever forward. */
  monotonicMs(): number;
  /** ms since 1970. */
  wallMs(): number;
  /** Runs once, `ms` from now; returns how to call it off. */
  after(ms: number, run: () => void): () => void;
};

export const realClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (ms, run) => {
    // What is due later holds no process that has nothing else to do.
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

export type HandClock = Clock & {
  /** Turns the clock on; what falls due runs in its order, at its moment. */
  advance(ms: number): void;
};

type Due = { atMs: number; run: () => void };

/** Stands still at `wallMs` until it is turned. */
export function handClock(wallMs = Date.UTC(2025, 5, 18)): HandClock {
  let nowMs = 0;
  const dues = new Set<Due>();
  const nextDue = (untilMs: number) =>
    [...dues].filter((due) => due.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  return {
    monotonicMs: () => nowMs,
    wallMs: () => wallMs + nowMs,
    after: (ms, run) => {
      const due = { atMs: nowMs + ms, run };
      dues.add(due);
      return () => dues.delete(due);
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
        dues.delete(due);
        nowMs = due.atMs;
        due.run();
      }
      nowMs = untilMs;
    },
  };
}
