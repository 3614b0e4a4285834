/** How many rows are dealt with at once: as many as take some ten milliseconds, for an alert waits for these several times on its way. Pure. */

/** Where a commit takes longer, as long as that, within bounds: on a machine that others keep busy it is slow, and so is the slice itself. */
const [shortestMs, longestMs] = [10, 20];
const [least, most] = [10, 500];

export const firstSlice = 25;

/** `size` rows took `tookMs`, and their commit `commitMs`: so many the next time, at most twice as many. */
export function nextSlice(size: number, tookMs: number, commitMs = 0): number {
  const aimMs = Math.max(shortestMs, Math.min(longestMs, commitMs));
  const fitting = Math.floor((size * aimMs) / Math.max(tookMs, 1));
  return Math.max(least, Math.min(most, size * 2, fitting));
}
