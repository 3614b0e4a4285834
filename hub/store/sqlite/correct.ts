/** Readings that were misread: in place of each its right value, or none, in chunks, folds and newest value alike. */
import type { Value } from "../../../core/reading.ts";
import type { Correction, LatestRow } from "../telemetry.ts";
import { type Chunk, chunkAround, type ReadColumn, readChunk, removeChunk, summariesIn, writeChunk } from "./chunks.ts";
import type { Connection } from "./connection.ts";
import { markStale } from "./folds.ts";
import type { Memory, SeriesState } from "./memory.ts";
import { queryColumn } from "./query.ts";
import { putSeriesRow } from "./series.ts";
import { settleSeries } from "./settle.ts";

/** Returns how many were there and are right now. */
export function correct(
  connection: Connection,
  memory: Memory,
  series: number,
  corrections: readonly Correction[],
  now: number,
): number {
  const before = memory.series.get(series);
  if (before === undefined) return 0;
  // What is still in the log would be read from it again after a crash.
  if (before.tail.count > 0) settleSeries(connection, memory, series, now);
  return corrections.filter((one) => correctOne(connection, memory, series, one)).length;
}

function correctOne(connection: Connection, memory: Memory, series: number, correction: Correction): boolean {
  const { at, was, value } = correction;
  const chunk = chunkAround(connection, series, at);
  const column = chunk === undefined || chunk.last < at ? null : readChunk(connection, memory, chunk.id);
  const place = column?.at.findIndex((moment, i) => moment === at && Object.is(column.values[i], was)) ?? -1;
  if (chunk === undefined || column === null || place < 0) return false;
  const bits = column.quality[place] as number;
  if (value === null) takeOut(connection, series, chunk, column, place);
  else writeChunk(connection, series, { ...column, values: column.values.with(place, value) }, chunk.id);
  markStale(connection, series, { at: [at], values: [was as number], quality: [bits] }, memory.kept.get("from") ?? 0);
  keepRow(connection, memory, series, correction, summariesIn([bits]));
  return true;
}

function takeOut(connection: Connection, series: number, chunk: Chunk, column: ReadColumn, place: number): void {
  const without = <Entry>(list: readonly Entry[]) => list.filter((_, i) => i !== place);
  const rest = { at: without(column.at), values: without(column.values), quality: without(column.quality) };
  if (rest.at.length === 0) removeChunk(connection, chunk.id);
  else writeChunk(connection, series, rest, chunk.id);
}

function keepRow(
  connection: Connection,
  memory: Memory,
  series: number,
  { at, was, value }: Correction,
  summaries: number,
): void {
  const state = memory.series.get(series) as SeriesState;
  const { latest, delivered } = state.row;
  const isLatest = latest !== null && latest.at === at && Object.is(latest.value, was);
  const row = {
    ...state.row,
    latest: isLatest ? latestAfter(connection, memory, series, latest, value) : latest,
    delivered: value === null ? delivered - 1 + summaries : delivered,
    summaries: value === null ? state.row.summaries - summaries : state.row.summaries,
  };
  putSeriesRow(connection, row, null);
  memory.series.set(series, { ...state, row });
}

/** Where the newest is taken out, the one before it is. */
function latestAfter(
  connection: Connection,
  memory: Memory,
  series: number,
  latest: LatestRow,
  value: Value | null,
): LatestRow | null {
  if (value !== null) return { ...latest, value };
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1, keep: "newest" as const };
  const { at, values, quality } = queryColumn(connection, memory, series, all);
  const [moment, last, bits] = [at.at(-1), values.at(-1), quality.at(-1)];
  if (moment === undefined || last === undefined || bits === undefined) return null;
  return { at: moment, receivedAt: latest.receivedAt, value: last, quality: bits };
}
