/** When an uplink that gets no answers gives its connection up. */
import type { Clock } from "../clock/clock.ts";

/** Times are monotonic ms. */
export type Silence = {
  /** Since when the hub owes an answer; null when it owes none. */
  askedAt: number | null;
  /** When the last packet of any kind came in. */
  heardAt: number;
  /** Whether a connection was given up for this since the hub last answered. */
  hasRetried: boolean;
};

/**
 * A line on which nothing at all comes in is dead, whatever the socket says. Behind a broker that lives the hub may be
 * away: a new connection is tried once, in case a subscription was lost, and after that only sending again.
 */
export function isGivenUp({ askedAt, heardAt, hasRetried }: Silence, now: number, patienceMs: number): boolean {
  if (askedAt === null || now - askedAt < patienceMs) return false;
  return now - heardAt >= patienceMs || !hasRetried;
}

export type SilenceWatch = {
  /** Something was sent that the hub answers. */
  asked(): void;
  /** Any packet came in. */
  heard(): void;
  /** The hub spoke. */
  answered(): void;
  /** The connection is gone: nobody owes an answer on it. */
  closed(): void;
};

/** Calls `giveUp` for a connection on which nothing is answered for `patienceMs`, and looks again every `againMs`. */
export function watchSilence(clock: Clock, patienceMs: number, againMs: number, giveUp: () => void): SilenceWatch {
  let silence: Silence = { askedAt: null, heardAt: 0, hasRetried: false };
  let cancel: () => void = () => undefined;

  function look(): void {
    if (!isGivenUp(silence, clock.monotonic(), patienceMs)) {
      cancel = clock.after(againMs, look);
      return;
    }
    silence.hasRetried = true;
    giveUp();
  }

  function closed(): void {
    silence.askedAt = null;
    cancel();
  }

  return {
    asked() {
      if (silence.askedAt !== null) return;
      silence.askedAt = clock.monotonic();
      cancel = clock.after(patienceMs, look);
    },
    heard() {
      silence.heardAt = clock.monotonic();
    },
    answered() {
      closed();
      silence = { ...silence, hasRetried: false };
    },
    closed,
  };
}
