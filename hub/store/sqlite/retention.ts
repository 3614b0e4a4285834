/** Lets go of readings and roll-ups that are older than they need be, a few series a step. */
import type { KeepLimits } from "../telemetry.ts";
import { chunksWithin, trimChunk } from "./chunks.ts";
import type { Connection } from "./connection.ts";
import { dayMs, hourMs, keepMinutes, minuteMs } from "./folds.ts";
import type { Memory } from "./memory.ts";

/** Rows of one series that go in one step. */
const rowsAtOnce = 50;

const isUnfolded = "SELECT 1 AS yes FROM stale WHERE hour < ? LIMIT 1";
const putKept = "INSERT INTO kept (name, at) VALUES ('from', ?) ON CONFLICT DO UPDATE SET at = excluded.at";
const nextSeries = "SELECT id FROM series WHERE id > ? ORDER BY id";
const removeFolds = `DELETE FROM folds WHERE id IN
  (SELECT id FROM folds WHERE series = ? AND step = ? AND start <= ? ORDER BY start LIMIT ?)`;

type Ask = KeepLimits & { after: number };

/** Goes on after the series `after`. Returns the one to go on after; null when all are done. */
export function removeOld(connection: Connection, memory: Memory, ask: Ask, isOver: () => boolean): number | null {
  const limits = { ...ask, raw: ask.raw - (ask.raw % hourMs) };
  if (!promise(connection, memory, limits.raw)) return null;
  let done = ask.after;
  for (const row of connection.prepare(nextSeries).all(ask.after)) {
    const id = row.id as number;
    while (removeOf(connection, memory, id, limits)) if (isOver()) return done;
    done = id;
    if (isOver()) return done;
  }
  return null;
}

/** Nothing goes before it is folded; from then on its hours are never made of readings again. */
function promise(connection: Connection, memory: Memory, from: number): boolean {
  if (from <= (memory.kept.get("from") ?? 0)) return true;
  if (connection.prepare(isUnfolded).get(from) !== undefined) return false;
  connection.prepare(putKept).run(from);
  memory.kept.set("from", from);
  return true;
}

/** A chunk that begins before the limit may stay for a day more, so that it is not written again each hour. Returns whether there may be more. */
function removeOf(
  connection: Connection,
  memory: Memory,
  series: number,
  { now, raw, minutes, hours }: KeepLimits,
): boolean {
  const [oldest] = chunksWithin(connection, series, 0, raw, "oldest");
  const isDue = oldest !== undefined && (oldest.last < raw || oldest.first < raw - dayMs);
  if (isDue) keepMinutes(connection, memory, series, { from: oldest.first, to: Math.min(oldest.last + 1, raw) });
  if (isDue) trimChunk(connection, memory, series, raw, oldest, now);
  const remove = connection.prepare(removeFolds);
  const gone = [
    remove.run(series, minuteMs, minutes - hourMs, rowsAtOnce).changes,
    remove.run(series, hourMs, hours - dayMs, rowsAtOnce).changes,
  ];
  return isDue || gone.some((count) => Number(count) === rowsAtOnce);
}

export function loadKept(connection: Connection, memory: Memory): void {
  const row = connection.prepare("SELECT at FROM kept WHERE name = 'from'").get();
  if (row !== undefined) memory.kept.set("from", row.at as number);
}
