/** Telemetry as ThingsBoard answers it, by key; as rows by moment, in order. */
import { isObject, type Json, momentOf } from "../kit/json.ts";

export type Row = { ts: number; values: Json };

/**
 * `on`: where to ask on, because a key had more than `most` values; null: that was all. Beyond the key that was cut
 * soonest nothing is told, so that no row is told in parts.
 */
export function rowsOf(answer: Json, most: number): { rows: Row[]; on: number | null } {
  const series = Object.entries(answer).map(([key, list]) => ({ key, values: valuesIn(list) }));
  const ends = series.filter(({ values }) => values.length >= most).map(({ values }) => values.at(-1)?.ts ?? 0);
  const end = Math.min(...ends);
  const rows = new Map<number, Json>();
  for (const { key, values } of series)
    for (const { ts, value } of values) if (ts <= end) rows.set(ts, { ...rows.get(ts), [key]: value });
  const sorted = [...rows].sort(([a], [b]) => a - b).map(([ts, values]) => ({ ts, values }));
  return { rows: sorted, on: ends.length === 0 ? null : end + 1 };
}

function valuesIn(list: unknown): { ts: number; value: unknown }[] {
  const rows = Array.isArray(list) ? list.filter(isObject) : [];
  return rows
    .flatMap(({ ts, value }) => {
      const moment = momentOf(ts);
      return moment === undefined || value === null ? [] : [{ ts: moment, value }];
    })
    .sort((a, b) => a.ts - b.ts);
}
