/** How many rows are dealt with at once: as many as take some ten milliseconds, for an alert waits for these several times on its way. Pure. */

const aimMs = 10;
const [least, most] = [10, 500];

export const firstSlice = 25;

/** `size` rows took `tookMs`: so many the next time, at most twice as many. */
export function nextSlice(size: number, tookMs: number): number {
  const fitting = Math.floor((size * aimMs) / Math.max(tookMs, 1));
  return Math.max(least, Math.min(most, size * 2, fitting));
}
