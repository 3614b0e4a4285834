/** The readings of each series in chunks that never overlap in time: one row for some 120 readings. */
import { quality } from "../../../core/quality.ts";
import type { Value } from "../../../core/reading.ts";
import { ByteReader, ByteWriter, type Column, readColumn, writeColumn } from "./column-code.ts";
import type { Connection } from "./connection.ts";
import type { Memory } from "./memory.ts";
import { seal, unseal } from "./seal.ts";
import { setChunkAside } from "./set-aside.ts";

export type Chunk = { id: number; first: number; last: number; readings: number; summaries: number };

/** A chunk with fewer is written again together with what follows. */
export const fullChunk = 120;

const findAround = `SELECT id, first_at AS first, last_at AS last, readings, summaries FROM chunks
  WHERE series = ? AND first_at <= ? ORDER BY first_at DESC LIMIT 1`;
const findNext = "SELECT first_at AS first FROM chunks WHERE series = ? AND first_at > ? ORDER BY first_at LIMIT 1";
const rowsAtOnce = 64;
const findWithin = (order: "ASC" | "DESC") => `SELECT id, first_at AS first, last_at AS last, readings, summaries
  FROM chunks WHERE series = ? AND first_at >= ? AND first_at < ? ORDER BY first_at ${order} LIMIT ${rowsAtOnce}`;
const readBody = "SELECT body FROM chunks WHERE id = ?";
const insertChunk = `INSERT INTO chunks (series, first_at, last_at, readings, summaries, body)
  VALUES (?, ?, ?, ?, ?, ?)`;
const updateChunk = `UPDATE chunks SET first_at = ?, last_at = ?, readings = ?, summaries = ?, body = ? WHERE id = ?`;
const remove = "DELETE FROM chunks WHERE id = ?";

const none: ReadColumn = { at: [], values: [], quality: [] };

export type ReadColumn = { at: number[]; values: Value[]; quality: number[] };

/** Null when it is damaged; it is among the suspects then, and set aside by who next may write. */
export function readChunk(connection: Connection, memory: Memory, id: number): ReadColumn | null {
  const { body } = connection.prepare(readBody).get(id) as { body: Uint8Array };
  const bytes = unseal(body);
  if (bytes === null) memory.suspects.add(id);
  return bytes === null ? null : readColumn(new ByteReader(bytes), 0);
}

/** Adds readings that are ascending by event time; those of one millisecond come after what is stored of it. */
export function addToChunks(connection: Connection, memory: Memory, series: number, column: Column, now: number): void {
  for (let start = 0; start < column.at.length; ) {
    const first = column.at[start] as number;
    const around = chunkAround(connection, series, first);
    const next = connection.prepare(findNext).get(series, first) as { first: number } | undefined;
    const end = next === undefined ? column.at.length : placeOf(column.at, next.first, start);
    addGroup(connection, memory, series, sliceOf(column, start, end), around, now);
    start = end;
  }
}

/** All of it lies between `around` and the chunk after it, or within `around`. */
function addGroup(
  connection: Connection,
  memory: Memory,
  series: number,
  group: ReadColumn,
  around: Chunk | undefined,
  now: number,
): void {
  const isApart = around === undefined || (around.last < (group.at[0] as number) && around.readings >= fullChunk);
  if (isApart) {
    writeChunks(connection, series, group);
    return;
  }
  const known = readChunk(connection, memory, around.id);
  if (known === null) setChunkAside(connection, memory, around.id, now);
  writeChunks(
    connection,
    series,
    mergeColumns(known ?? group, known === null ? none : group),
    known === null ? undefined : around.id,
  );
}

/** The last piece takes what is left, so that no small one follows; the first takes the place of a chunk that grew. */
function writeChunks(connection: Connection, series: number, column: ReadColumn, grown?: number): void {
  for (let start = 0; start < column.at.length; ) {
    const isLast = column.at.length - start < 2 * fullChunk;
    const end = isLast ? column.at.length : endOfMoment(column.at, start + fullChunk);
    writeChunk(connection, series, sliceOf(column, start, end), start === 0 ? grown : undefined);
    start = end;
  }
}

/** In the place of the chunk `id`, or as one of its own. */
export function writeChunk(connection: Connection, series: number, column: ReadColumn, id?: number): void {
  writeColumn(writer, column, 0);
  const body = seal(writer.take());
  const { at } = column;
  const summaries = summariesIn(column.quality);
  const [first, last] = [at[0] as number, at[at.length - 1] as number];
  if (id === undefined) connection.prepare(insertChunk).run(series, first, last, at.length, summaries, body);
  else connection.prepare(updateChunk).run(first, last, at.length, summaries, body, id);
}

export function removeChunk(connection: Connection, id: number): void {
  connection.prepare(remove).run(id);
}

/** The chunk that holds `at`, or the last before it. */
export function chunkAround(connection: Connection, series: number, at: number): Chunk | undefined {
  return connection.prepare(findAround).get(series, at) as Chunk | undefined;
}

const writer = new ByteWriter();

/** Removes the readings of a chunk that are before `at`. */
export function trimChunk(
  connection: Connection,
  memory: Memory,
  series: number,
  at: number,
  chunk: Chunk,
  now: number,
): void {
  if (chunk.last < at) {
    removeChunk(connection, chunk.id);
    return;
  }
  const column = readChunk(connection, memory, chunk.id);
  if (column === null) setChunkAside(connection, memory, chunk.id, now);
  else writeChunk(connection, series, sliceOf(column, placeOf(column.at, at), column.at.length), chunk.id);
}

/** Those that hold readings of `[from, to)`, from the end that is asked for. */
export function* chunksWithin(
  connection: Connection,
  series: number,
  from: number,
  to: number,
  end: "oldest" | "newest",
): Generator<Chunk> {
  const around = chunkAround(connection, series, from);
  const find = connection.prepare(findWithin(end === "oldest" ? "ASC" : "DESC"));
  let start = around === undefined || around.last < from ? from : around.first;
  for (let stop = to; ; ) {
    const rows = find.all(series, start, stop) as Chunk[];
    yield* rows;
    const last = rows[rowsAtOnce - 1];
    if (last === undefined) return;
    if (end === "oldest") start = last.first + 1;
    else stop = last.first;
  }
}

/** Both ascending by event time; of one millisecond `older` comes first. */
export function mergeColumns(older: ReadColumn, newer: ReadColumn): ReadColumn {
  if (newer.at.length === 0 || older.at.length === 0) return older.at.length === 0 ? newer : older;
  const isApart = (older.at.at(-1) as number) <= (newer.at[0] as number);
  const merged: ReadColumn = { at: [], values: [], quality: [] };
  const push = (from: ReadColumn, i: number) => {
    merged.at.push(from.at[i] as number);
    merged.values.push(from.values[i] as Value);
    merged.quality.push(from.quality[i] as number);
  };
  let j = 0;
  for (let i = 0; i < older.at.length; i++) {
    if (!isApart) for (; j < newer.at.length && (newer.at[j] as number) < (older.at[i] as number); j++) push(newer, j);
    push(older, i);
  }
  for (; j < newer.at.length; j++) push(newer, j);
  return merged;
}

export function sliceOf({ at, values, quality }: Column, start: number, end: number): ReadColumn {
  return { at: at.slice(start, end), values: values.slice(start, end), quality: quality.slice(start, end) };
}

/** The place of the first entry that is `moment` or later, in an ascending list. */
export function placeOf(at: readonly number[], moment: number, start = 0): number {
  let [low, high] = [start, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Chunks may not share a millisecond. */
function endOfMoment(at: readonly number[], place: number): number {
  let end = place;
  while (end < at.length && at[end] === at[end - 1]) end++;
  return end;
}

export function summariesIn(bits: readonly number[]): number {
  let count = 0;
  for (const one of bits) if ((one & quality.summary) !== 0) count++;
  return count;
}
