/** Readings in SQLite: the newest in the log and in memory, the rest in chunks, and what was folded of them. */
import type { Value } from "../../../core/reading.ts";
import type { ReadingRow, Readings, SeriesRow } from "../telemetry.ts";
import type { Connection } from "./connection.ts";
import { correct } from "./correct.ts";
import { readBuckets, rollUp } from "./folds.ts";
import { appendLog } from "./log.ts";
import type { Memory } from "./memory.ts";
import { countReadings, queryColumn } from "./query.ts";
import { removeOld } from "./retention.ts";
import { helpSettle, settle } from "./settle.ts";

export function readingsTable(connection: Connection, memory: Memory): Readings {
  return {
    async append(batch) {
      helpSettle(connection, memory, batch.received);
      appendLog(connection, memory, batch);
      return batch.columns.map(({ series }) => memory.series.get(series)?.row as SeriesRow);
    },
    async query(series, query) {
      const { at, values, quality } = queryColumn(connection, memory, series, query);
      return at.map((moment, i): ReadingRow => [moment, values[i] as Value, quality[i] as number]);
    },
    count: async (series, from, to) => countReadings(connection, memory, series, from, to),
    buckets: async (series, query) => readBuckets(connection, memory, series, query),
    correct: async (series, corrections, now) => correct(connection, memory, series, corrections, now),
    settle: async (now, isOver) => settle(connection, memory, now, isOver),
    rollUp: async (now, after, isOver) => rollUp(connection, memory, { now, after }, isOver),
    removeBefore: async (limits, after, isOver) => removeOld(connection, memory, { ...limits, after }, isOver),
  };
}
