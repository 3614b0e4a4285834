/** Which reading of a series is its newest: one rule, for what arrives and for what is read again after a crash. */
import type { LatestRow, ReadingColumn } from "./telemetry.ts";

/** The newest after a column arrived; `before` itself when nothing in the column is newer. */
export function latestAfter(before: LatestRow | null, column: ReadingColumn, receivedAt: number): LatestRow | null {
  const { at, values, quality } = column;
  let i = 0;
  for (let next = 1; next < at.length; next++) if ((at[next] as number) >= (at[i] as number)) i = next;
  const moment = at[i];
  if (moment === undefined) return before;
  if (before !== null && Math.min(moment, receivedAt) < momentOf(before)) return before;
  return { at: moment, receivedAt, value: values[i] as LatestRow["value"], quality: quality[i] as number };
}

/** Event time; but no reading is newer than its arrival, so a clock that ran ahead cannot freeze the newest value. */
function momentOf({ at, receivedAt }: LatestRow): number {
  return Math.min(at, receivedAt);
}
