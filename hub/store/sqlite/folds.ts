/** Roll-ups: the numbers of each series by the minute and by the hour, made from chunks when an hour is over. */
import type { Value } from "../../../core/reading.ts";
import type { Bucket, BucketQuery } from "../telemetry.ts";
import { placeOf } from "./chunks.ts";
import { ByteReader, ByteWriter, type Column, readColumn, writeColumn } from "./column-code.ts";
import type { Connection } from "./connection.ts";
import { foldReadings } from "./fold.ts";
import type { Memory } from "./memory.ts";
import { queryColumn } from "./query.ts";

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** An hour with fewer readings is as soon read as its minutes. */
const worthMinutes = 120;
/** By then the log has given what it holds of the hour. */
const restMs = 90 * minuteMs;
const hoursAtOnce = 100;

const putStale = "INSERT INTO stale (series, hour) VALUES (?, ?) ON CONFLICT DO NOTHING";
const findStale = "SELECT series, hour FROM stale WHERE series > ? AND hour < ? ORDER BY series, hour LIMIT ?";
const removeStale = "DELETE FROM stale WHERE series = ? AND hour = ?";
const findFold = "SELECT body FROM folds WHERE series = ? AND step = ? AND start = ?";
const putFold = `INSERT INTO folds (series, step, start, body) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET body = excluded.body`;
const removeFold = "DELETE FROM folds WHERE series = ? AND step = ? AND start = ?";

/** Notes the hours from `from` on of which a column brought numbers; its times ascend. */
export function markStale(connection: Connection, series: number, { at, values }: Column, from: number): void {
  const mark = connection.prepare(putStale);
  let marked = Number.NaN;
  for (let i = placeOf(at, from); i < at.length; i++) {
    const hour = (at[i] as number) - ((at[i] as number) % hourMs);
    if (hour === marked || typeof values[i] !== "number") continue;
    mark.run(series, hour);
    marked = hour;
  }
}

/** Folds hours that are over, of the series after `after`. Returns the series to go on after; null when all are done. */
export function rollUp(
  connection: Connection,
  memory: Memory,
  { now, after }: { now: number; after: number },
  isOver: () => boolean,
): number | null {
  const rows = connection.prepare(findStale).all(after, now - hourMs - restMs, hoursAtOnce);
  for (const { series, hour } of rows as { series: number; hour: number }[]) {
    foldHour(connection, memory, series, hour);
    connection.prepare(removeStale).run(series, hour);
    if (isOver()) return series - 1;
  }
  return rows.length < hoursAtOnce ? null : (rows.at(-1)?.series as number) - 1;
}

function foldHour(connection: Connection, memory: Memory, series: number, hour: number): void {
  const { at, values } = readAll(connection, memory, series, hour, hour + hourMs);
  const [bucket] = foldReadings(at, values, hourMs);
  if (bucket !== undefined && bucket[1] > worthMinutes)
    writeFold(connection, series, minuteMs, hour, foldReadings(at, values, minuteMs));
  else connection.prepare(removeFold).run(series, minuteMs, hour);
  const day = hour - (hour % dayMs);
  const others = (readFold(connection, series, hourMs, day) ?? []).filter(([start]) => start !== hour);
  const buckets = bucket === undefined ? others : [...others, bucket].sort((a, b) => a[0] - b[0]);
  if (buckets.length > 0) writeFold(connection, series, hourMs, day, buckets);
}

/** Hours whose readings go, and that were too few to be folded by the minute until now. */
export function keepMinutes(
  connection: Connection,
  memory: Memory,
  series: number,
  span: { from: number; to: number },
) {
  for (let hour = span.from - (span.from % hourMs); hour < span.to; hour += hourMs) {
    if (connection.prepare(findFold).get(series, minuteMs, hour) !== undefined) continue;
    const { at, values } = readAll(connection, memory, series, hour, hour + hourMs);
    const minutes = foldReadings(at, values, minuteMs);
    if (minutes.length > 0) writeFold(connection, series, minuteMs, hour, minutes);
  }
}

function readAll(connection: Connection, memory: Memory, series: number, from: number, to: number) {
  return queryColumn(connection, memory, series, { from, to, limit: Infinity, keep: "oldest" });
}

const writer = new ByteWriter();

function writeFold(connection: Connection, series: number, step: number, start: number, buckets: Bucket[]): void {
  const at = buckets.map(([moment]) => moment);
  const none = buckets.map(() => 0);
  for (let i = 1; i < 6; i++) {
    const values = buckets.map((bucket) => bucket[i] as number);
    writeColumn(writer, { at: i === 1 ? at : none, values, quality: none }, i === 1 ? start : 0);
  }
  connection.prepare(putFold).run(series, step, start, writer.take());
}

function readFold(connection: Connection, series: number, step: number, start: number): Bucket[] | null {
  const row = connection.prepare(findFold).get(series, step, start) as { body: Uint8Array } | undefined;
  if (row === undefined) return null;
  const reader = new ByteReader(row.body);
  const columns = Array.from({ length: 5 }, (_, i) => readColumn(reader, i === 0 ? start : 0));
  const [first] = columns as [(typeof columns)[number]];
  return first.at.map((at, i) => [at, ...columns.map(({ values }) => values[i] as number)] as Bucket);
}

type Span = { series: number; step: number; from: number; to: number };

/** From what is folded where that is whole and nothing was added since, else from the readings. */
export function readBuckets(connection: Connection, memory: Memory, series: number, query: BucketQuery): Bucket[] {
  const { from, to, stepMs, limit } = query;
  const isFolded = stepMs === minuteMs || stepMs === hourMs;
  const extent = extentOf(connection, memory, series);
  const span = { series, step: stepMs, from: Math.max(from, extent.from), to: Math.min(to, extent.to) };
  if (!isFolded) return rawBuckets(connection, memory, span).slice(0, limit);
  const length = stepMs === minuteMs ? hourMs : dayMs;
  const buckets: Bucket[] = [];
  for (let start = span.from - (span.from % length); start < span.to && buckets.length < limit; start += length) {
    const part = { ...span, from: Math.max(span.from, start), to: Math.min(span.to, start + length) };
    buckets.push(...spanBuckets(connection, memory, start, part, from, to));
  }
  return buckets.slice(0, limit);
}

/** One row's worth of buckets: those of hours that are not clean, or that the range cuts, are made of the readings. */
function spanBuckets(connection: Connection, memory: Memory, start: number, span: Span, from: number, to: number) {
  const { series, step } = span;
  const fold = readFold(connection, series, step, start);
  const kept = memory.kept.get("from") ?? 0;
  const raw = rawHours(connection, memory, series, span);
  const isRaw = (hour: number) => {
    if (hour < kept) return false;
    return raw.has(hour) || hour < from || hour + hourMs > to || (fold === null && step === minuteMs);
  };
  const buckets = (fold ?? []).filter(([at]) => at + step > from && at < to && !isRaw(at - (at % hourMs)));
  for (let hour = span.from - (span.from % hourMs); hour < span.to; hour += hourMs)
    if (isRaw(hour)) {
      const part = { ...span, from: Math.max(span.from, hour), to: Math.min(span.to, hour + hourMs) };
      buckets.push(...rawBuckets(connection, memory, part));
    }
  return buckets.sort((a, b) => a[0] - b[0]);
}

/** Hours of which something was stored that is not folded yet. */
function rawHours(connection: Connection, memory: Memory, series: number, { from, to }: Span): Set<number> {
  const stale = connection.prepare("SELECT hour FROM stale WHERE series = ? AND hour > ? AND hour < ?");
  const hours = new Set(stale.all(series, from - hourMs, to).map(({ hour }) => hour as number));
  const tail = memory.series.get(series)?.tail;
  for (let i = 0; i < (tail?.count ?? 0); i++) {
    const at = tail?.at[i] as number;
    if (at >= from - hourMs && at < to + hourMs) hours.add(at - (at % hourMs));
  }
  return hours;
}

function rawBuckets(connection: Connection, memory: Memory, { series, step, from, to }: Span): Bucket[] {
  const { at, values } = readAll(connection, memory, series, from, to) as { at: number[]; values: Value[] };
  return foldReadings(at, values, step);
}

/** The times between which anything is stored of the series. */
function extentOf(connection: Connection, memory: Memory, series: number): { from: number; to: number } {
  const chunks = connection.prepare("SELECT min(first_at) AS a, max(first_at) AS b FROM chunks WHERE series = ?");
  const last = connection.prepare("SELECT last_at FROM chunks WHERE series = ? ORDER BY first_at DESC LIMIT 1");
  const folds = connection.prepare("SELECT min(start) AS a FROM folds WHERE series = ? AND step = ?");
  const tail = memory.series.get(series)?.tail;
  const times = tail === undefined ? [] : tail.at.slice(0, tail.count);
  const starts = [chunks.get(series)?.a, ...[minuteMs, hourMs].map((step) => folds.get(series, step)?.a)];
  const known = starts.filter((at) => typeof at === "number");
  const lastFold = connection.prepare("SELECT max(start) AS a FROM folds WHERE series = ? AND step = ?");
  const ends = [(lastFold.get(series, hourMs)?.a as number | null) ?? -dayMs, -dayMs];
  const end = Math.max(...ends.map((at) => at + dayMs - 1), (last.get(series)?.last_at as number | undefined) ?? 0);
  return {
    from: times.reduce((least, at) => Math.min(least, at), Math.min(...known, Infinity)),
    to: times.reduce((top, at) => Math.max(top, at), end) + 1,
  };
}
