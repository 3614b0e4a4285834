/** Water runs faster here than outside, so that a flood can be watched. */

/** One second as watched is this many seconds of water: a storm of a quarter of an hour takes a minute and a half. */
export const waterTimeScale = 10;

/** Hours of water time in `dtMs` as watched. */
export function waterHours(dtMs: number): number {
  return (dtMs * waterTimeScale) / 3_600_000;
}
