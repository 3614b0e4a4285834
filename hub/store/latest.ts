/** Which reading of a series is its newest: one rule, for what arrives and for what is read again after a crash. */
import type { LatestRow, ReadingColumn } from "./telemetry.ts";

/** So much later than the hub's clock is no newest reading. */
const mostAheadMs = 60_000;

/**
 * The newest after a column arrived, at `now` by the hub's clock; `before` itself when nothing in the column is newer. One
 * that came while that clock was ahead gives way to any.
 */
export function latestAfter(
  before: LatestRow | null,
  column: ReadingColumn,
  receivedAt: number,
  now: number,
): LatestRow | null {
  const { at, values, quality } = column;
  let i = 0;
  for (let next = 1; next < at.length; next++) if ((at[next] as number) >= (at[i] as number)) i = next;
  const moment = at[i];
  if (moment === undefined) return before;
  const isAhead = before !== null && momentOf(before) > now + mostAheadMs;
  if (before !== null && !isAhead && Math.min(moment, receivedAt) < momentOf(before)) return before;
  return { at: moment, receivedAt, value: values[i] as LatestRow["value"], quality: quality[i] as number };
}

/** Event time; but no reading is newer than its arrival, so a clock that ran ahead cannot freeze the newest value. */
function momentOf({ at, receivedAt }: LatestRow): number {
  return Math.min(at, receivedAt);
}
