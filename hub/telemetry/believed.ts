/** By which clock what is old is let go: one that jumped ahead is not believed until it has stood there for an hour. Pure. */

/** `at` and the wall clock are ms since 1970, `passed` ms that only go forward. */
export type Belief = {
  /** The moment that was believed, null: none was ever. */
  at: number | null;
  /** When that was, null: in a process before this one. */
  passed: number | null;
  /** Since when the wall clock stands where it is not believed, and by how much it is more than what passed. */
  doubt: { since: number; offset: number } | null;
};

/** The hub may have been off for so long: what goes a day too early has been kept for weeks. */
const mostAheadMs = 86_400_000;
const standsMs = 3_600_000;
/** So far the two clocks may drift from each other meanwhile. */
const mostDriftMs = 60_000;

export function believe(before: Belief, now: number, passed: number): Belief {
  const at = before.at === null ? null : before.at + passed - (before.passed ?? passed);
  if (at !== null && now <= at + mostAheadMs) return { at: now, passed, doubt: null };
  const doubt = doubtAfter(before.doubt, now - passed, passed);
  return passed - doubt.since >= standsMs ? { at: now, passed, doubt: null } : { at, passed, doubt };
}

function doubtAfter(before: Belief["doubt"], offset: number, passed: number): NonNullable<Belief["doubt"]> {
  const isSame = before !== null && Math.abs(offset - before.offset) <= mostDriftMs;
  return isSame ? before : { since: passed, offset };
}
