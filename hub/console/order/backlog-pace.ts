/** How fast a gateway's backlog shrinks, from what its statuses told one after the other. */

/** What one status told, and when it was heard here. */
export type Told = { at: number; waiting: number };

/** Older ones say nothing about the present line. */
const windowMs = 5 * 60_000;
/** Over less than this a pace is chance. */
const leastMs = 5_000;
/** A status is repeated at least this often while records wait; with none, nobody knows whether they still flow. */
const quietMs = 2 * 60_000;
const mostKept = 60;

/** A status that repeats the number is no news of the pace, but for its time: it is kept as well. */
export function remember(told: readonly Told[], next: Told): Told[] {
  const last = told[told.length - 1];
  if (last && next.at <= last.at) return [...told];
  return [...told.filter(({ at }) => next.at - at <= windowMs), next].slice(-mostKept);
}

/** Milliseconds until nothing waits; null when it cannot be told: too few statuses, too old, or it does not shrink. */
export function timeLeft(told: readonly Told[], now: number): number | null {
  const last = told[told.length - 1];
  const first = told.find(({ at }) => now - at <= windowMs);
  if (!first || !last || last.at - first.at < leastMs || now - last.at > quietMs) return null;
  const perMs = (first.waiting - last.waiting) / (last.at - first.at);
  return perMs > 0 ? Math.max(0, last.waiting / perMs - (now - last.at)) : null;
}
