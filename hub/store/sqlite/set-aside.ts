/** Stored readings that the disk gave back damaged: kept aside, counted in the ledger, told as a fault; the rest goes on. */
import type { Connection } from "./connection.ts";
import type { Memory, SeriesState } from "./memory.ts";
import { seal } from "./seal.ts";

const keepChunk = `INSERT INTO damaged (kind, at, series, first_at, last_at, readings, body)
  SELECT 'chunk', ?, series, first_at, last_at, readings, body FROM chunks WHERE id = ?`;
const findChunk = `SELECT series, first_at AS first, last_at AS last, readings - summaries AS count, summaries
  FROM chunks WHERE id = ?`;
const uncount = "UPDATE series SET delivered = delivered - ?, summaries = summaries - ? WHERE id = ?";
const keepRow = `INSERT INTO damaged (kind, at, series, first_at, last_at, readings, body)
  SELECT 'log', ?, NULL, NULL, NULL, readings, body FROM log WHERE id = ?`;
const addLoss = `INSERT INTO ledger
  (gateway, lane, epoch, from_offset, at, why, device, point, count, first_at, last_at)
  VALUES (?, 'data', ?, ?, ?, 'damaged', ?, ?, ?, ?, ?)`;
const addFault = `INSERT INTO faults (gateway, code, subject, detail, device, at, count)
  VALUES (?, 'STORE_DAMAGED', ?, ?, ?, ?, 1)`;

/** No columns. */
const emptyBody = seal(Uint8Array.of(0));

/** Its readings no longer count as delivered. */
export function setChunkAside(connection: Connection, memory: Memory, id: number, now: number): void {
  const chunk = connection.prepare(findChunk).get(id) as Record<string, number> | undefined;
  if (chunk === undefined) return;
  const { series, first, last, count, summaries } = chunk as Record<
    "series" | "first" | "last" | "count" | "summaries",
    number
  >;
  connection.prepare(keepChunk).run(now, id);
  connection.prepare("DELETE FROM chunks WHERE id = ?").run(id);
  connection.prepare(uncount).run(count, summaries, series);
  const state = memory.series.get(series) as SeriesState;
  const row = { ...state.row, delivered: state.row.delivered - count, summaries: state.row.summaries - summaries };
  memory.series.set(series, { ...state, row });
  const { gateway, device, point } = row;
  if (count > 0) connection.prepare(addLoss).run(gateway, "", 0, now, device, point, count, first, last);
  const subject = `${device}/${point}`;
  connection.prepare(addFault).run(gateway, subject, `${count} readings of ${subject} (chunk ${id})`, device, now);
}

export type DamagedRow = {
  id: number;
  received: number;
  gateway: string;
  epoch: string | null;
  from: number | null;
  readings: number;
};

/** Its offsets stay with the hub: nobody has the readings any more. */
export function setRowsAside(connection: Connection, rows: readonly DamagedRow[]): void {
  if (rows.length === 0) return;
  connection.exec("BEGIN IMMEDIATE");
  for (const { id, received, gateway, epoch, from, readings } of rows) {
    connection.prepare(keepRow).run(received, id);
    connection.prepare("UPDATE log SET readings = 0, body = ? WHERE id = ?").run(emptyBody, id);
    connection.prepare(addLoss).run(gateway, epoch ?? "", from ?? 0, received, null, null, readings, null, null);
    connection.prepare(addFault).run(gateway, "log", `a batch of ${readings} readings (log row ${id})`, null, received);
  }
  connection.exec("COMMIT");
}
