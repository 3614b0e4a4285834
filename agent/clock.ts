/** The gateway's two clocks: durations on the monotonic one, stamps on the wall clock, which is trusted only once confirmed. */
import { randomBytes } from "node:crypto";

export type Clock = {
  /** Random id of this run: monotonic times compare only within it. */
  readonly boot: string;
  /** ms, only ever forward. */
  monotonic(): number;
  /** ms since 1970. */
  wall(): number;
  /** Whether the wall clock was confirmed. */
  trust(): "synced" | "estimated";
  /** The hub told its time: a wall clock that agrees within `agreeMs` is trusted from now on, one that does not is not. */
  hear(hubTime: number): void;
  /** Calls back once after `ms`; returns the cancel. */
  after(ms: number, callback: () => void): () => void;
};

/** Farther apart than this, stamps of gateway and hub could not be ordered. */
const agreeMs = 5000;

export function systemClock(): Clock {
  let trusted = false;
  return {
    boot: randomBytes(6).toString("hex"),
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    trust: () => (trusted ? "synced" : "estimated"),
    hear(hubTime) {
      trusted = Math.abs(hubTime - Date.now()) <= agreeMs;
    },
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}
