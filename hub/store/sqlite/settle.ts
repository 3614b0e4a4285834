/** Moves what the log holds into chunks and tables, step by step, and lets go of the log behind it. */
import { addToChunks, fullChunk } from "./chunks.ts";
import type { Connection } from "./connection.ts";
import { hourMs, markStale } from "./folds.ts";
import type { LogState, Memory, SeriesState } from "./memory.ts";
import { putRanges } from "./ranges.ts";
import { putSeriesRow } from "./series.ts";
import { setChunkAside } from "./set-aside.ts";
import { noTail, sortedTail } from "./tail.ts";

/** The log is read again after a crash: with this much in it, that takes about a second. */
const most = { readings: 1_500_000, bytes: 32 * 1024 * 1024, rows: 200_000, ms: hourMs };
const logRowsAtOnce = 200;

const putSeen = "UPDATE gateways SET last_seen = ? WHERE id = ?";
const removeLog =
  "DELETE FROM log WHERE id IN (SELECT id FROM log WHERE id < ? ORDER BY id LIMIT ?) RETURNING readings, length(body) AS bytes";

/** Whoever appends to a log that grew beyond all measure helps to make it smaller. */
const fullTimes = 2;
const helpMs = 20;

export function helpSettle(connection: Connection, memory: Memory, now: number): void {
  if (!isFull(memory, fullTimes)) return;
  const until = performance.now() + helpMs;
  settle(connection, memory, now, () => performance.now() > until);
}

function isFull(memory: Memory, times: number): boolean {
  const { readings, bytes, rows } = memory.log.get("log") as LogState;
  return readings > times * most.readings || bytes > times * most.bytes || rows > times * most.rows;
}

/** Returns whether there is more to do now. */
export function settle(connection: Connection, memory: Memory, now: number, isOver: () => boolean): boolean {
  for (const id of memory.suspects) setChunkAside(connection, memory, id, now);
  memory.suspects.clear();
  const due = dueRow(connection, memory, now);
  let oldest = (memory.log.get("log") as LogState).next;
  for (const [id, state] of memory.series.entries()) {
    if (state.first === null) continue;
    if (state.tail.count < fullChunk && state.first > due) oldest = Math.min(oldest, state.first);
    else {
      settleSeries(connection, memory, id, now);
      if (isOver()) return true;
    }
  }
  return settleTables(connection, memory, oldest, isOver) || dropLog(connection, memory, oldest);
}

/** The row of the log up to which all must go, small as the chunks may be; kept until it has gone. */
function dueRow(connection: Connection, memory: Memory, now: number): number {
  const log = memory.log.get("log") as LogState;
  const row = connection.prepare("SELECT id, received FROM log ORDER BY id LIMIT 1").get();
  if (row === undefined) return 0;
  if ((row.id as number) <= log.due) return log.due;
  if (!isFull(memory, 1) && (row.received as number) > now - most.ms) return 0;
  memory.log.set("log", { ...log, due: log.next - 1 });
  return log.next - 1;
}

export function settleSeries(connection: Connection, memory: Memory, id: number, now: number): void {
  const column = sortedTail((memory.series.get(id) as SeriesState).tail);
  addToChunks(connection, memory, id, column, now);
  const state = memory.series.get(id) as SeriesState;
  markStale(connection, id, column, memory.kept.get("from") ?? 0);
  putSeriesRow(connection, state.row, state.last ?? 0);
  memory.series.set(id, { row: state.row, tail: noTail, first: null, last: null });
}

/** What the rows of the log before `oldest` say of ranges and gateways. Returns whether time was over before all was written. */
function settleTables(connection: Connection, memory: Memory, oldest: number, isOver: () => boolean): boolean {
  for (const [key, state] of memory.journals.entries()) {
    if (state.since === null || state.since >= oldest) continue;
    putRanges(connection, state.journal, state.have);
    memory.journals.set(key, { ...state, since: null });
    if (isOver()) return true;
  }
  for (const [id, state] of memory.gateways.entries()) {
    if (state.since === null || state.since >= oldest) continue;
    connection.prepare(putSeen).run(state.lastSeen, id);
    memory.gateways.set(id, { ...state, durable: state.lastSeen, since: null });
    if (isOver()) return true;
  }
  return false;
}

function dropLog(connection: Connection, memory: Memory, oldest: number): boolean {
  const gone = connection.prepare(removeLog).all(oldest, logRowsAtOnce) as { readings: number; bytes: number }[];
  if (gone.length === 0) return false;
  const log = memory.log.get("log") as LogState;
  const sum = (key: "readings" | "bytes") => gone.reduce((total, row) => total + row[key], 0);
  const [readings, bytes] = [log.readings - sum("readings"), log.bytes - sum("bytes")];
  memory.log.set("log", { ...log, rows: log.rows - gone.length, readings, bytes });
  return gone.length === logRowsAtOnce;
}
