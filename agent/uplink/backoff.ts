/** How long to wait before the next attempt to reach the hub: full jitter, over a wide first window. Pure. */

export type BackoffSettings = { firstPauseMs: number; mostPauseMs: number };

/** `failures` attempts failed in a row; `random` is in [0, 1). */
export function pauseBefore(failures: number, { firstPauseMs, mostPauseMs }: BackoffSettings, random: number): number {
  return Math.round(random * Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(failures, 20)));
}
