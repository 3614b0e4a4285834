/** Reads one series: its chunks as far as they are needed, and its tail. */
import type { ReadingQuery } from "../telemetry.ts";
import { chunksWithin, mergeColumns, placeOf, type ReadColumn, readChunk, sliceOf, summariesIn } from "./chunks.ts";
import type { Connection } from "./connection.ts";
import type { Memory } from "./memory.ts";
import { sortedTail } from "./tail.ts";

/** Chunks as far as they are needed, then the tail, in one order. */
export function queryColumn(connection: Connection, memory: Memory, series: number, query: ReadingQuery): ReadColumn {
  const { from, to, limit, keep } = query;
  const pieces: ReadColumn[] = [];
  let count = 0;
  for (const { id } of chunksWithin(connection, series, from, to, keep)) {
    if (count >= limit) break;
    const column = readChunk(connection, memory, id);
    if (column === null) continue;
    const piece = sliceOf(column, placeOf(column.at, from), placeOf(column.at, to));
    count += piece.at.length;
    pieces.push(piece);
  }
  if (keep === "newest") pieces.reverse();
  const state = memory.series.get(series);
  const tail: ReadColumn = state === undefined ? joined([]) : sortedTail(state.tail, from, to);
  const all = mergeColumns(joined(pieces), tail);
  if (all.at.length <= limit) return all;
  return keep === "oldest" ? sliceOf(all, 0, limit) : sliceOf(all, all.at.length - limit, all.at.length);
}

function joined(pieces: readonly ReadColumn[]): ReadColumn {
  if (pieces.length === 1) return pieces[0] as ReadColumn;
  return {
    at: pieces.flatMap(({ at }) => at),
    values: pieces.flatMap(({ values }) => values),
    quality: pieces.flatMap(({ quality }) => quality),
  };
}

/** A chunk that lies wholly within is not opened. */
export function countReadings(
  connection: Connection,
  memory: Memory,
  series: number,
  from: number,
  to: number,
): number {
  let count = 0;
  for (const chunk of chunksWithin(connection, series, from, to, "oldest"))
    if (chunk.first >= from && chunk.last < to) count += chunk.readings - chunk.summaries;
    else count += countIn(readChunk(connection, memory, chunk.id) ?? joined([]), from, to);
  const state = memory.series.get(series);
  return state === undefined ? count : count + countIn(sortedTail(state.tail, from, to), from, to);
}

function countIn({ at, quality }: ReadColumn, from: number, to: number): number {
  const bits = quality.slice(placeOf(at, from), placeOf(at, to));
  return bits.length - summariesIn(bits);
}
