/** How long to wait before the next attempt to reach the hub: full jitter, over a wide first window. Pure. */

export type BackoffSettings = { firstPauseMs: number; mostPauseMs: number };

/** The hub asked to stay away: between once and twice as long, so that not all come back at once. */
export function pauseAsked(retryAfterS: number, random: number): number {
  return Math.round(retryAfterS * 1000 * (1 + random));
}

/** `failures` attempts failed in a row; `random` is in [0, 1). */
export function pauseBefore(failures: number, { firstPauseMs, mostPauseMs }: BackoffSettings, random: number): number {
  return Math.round(random * Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(failures, 20)));
}
