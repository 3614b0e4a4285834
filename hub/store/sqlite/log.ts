/** The log: one row a batch, written once; what it says is in memory until it is in chunks, and read again after a crash. */
import type { Epoch, GatewayId } from "../../../core/id.ts";
import type { Lane } from "../../../core/lane.ts";
import type { StoredBatch } from "../telemetry.ts";
import { ByteReader, ByteWriter, readColumn, writeColumn } from "./column-code.ts";
import type { Connection } from "./connection.ts";
import { applyLogRow, type LogRow, type LogState, type Memory } from "./memory.ts";
import { seal, unseal } from "./seal.ts";
import { type DamagedRow, setRowsAside } from "./set-aside.ts";

const insertRow = `INSERT INTO log (id, received, gateway, lane, epoch, from_offset, to_offset, readings, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const writer = new ByteWriter();

/** Writes the row and applies it to the draft. */
export function appendLog(connection: Connection, memory: Memory, batch: StoredBatch): void {
  const { gateway, received, now = received, journal } = batch;
  const columns = batch.columns.filter(({ column }) => column.at.length > 0);
  const { next: id } = memory.log.get("log") as LogState;
  const body = seal(bodyOf(columns));
  const readings = columns.reduce((sum, { column }) => sum + column.at.length, 0);
  const range = journal === null ? [null, null, null, null] : [journal.lane, journal.epoch, journal.from, journal.to];
  connection.prepare(insertRow).run(id, received, gateway, ...range, readings, body);
  const owned = journal === null ? null : { ...journal, gateway };
  applyLogRow(memory, { id, received, now, gateway, journal: owned, columns, readings, bytes: body.length });
}

/** Each column is written from the first time of the one before it. */
function bodyOf(columns: LogRow["columns"]): Uint8Array {
  writer.whole(columns.length);
  let base = 0;
  for (const { series, column } of columns) {
    writer.whole(series);
    writeColumn(writer, column, base);
    base = nearTime(column.at[0] as number);
  }
  return writer.take();
}

/** Null when the body is damaged. */
function columnsIn(body: Uint8Array): LogRow["columns"] | null {
  const bytes = unseal(body);
  if (bytes === null) return null;
  const reader = new ByteReader(bytes);
  let base = 0;
  return Array.from({ length: reader.whole() }, () => {
    const series = reader.whole();
    const column = readColumn(reader, base);
    base = nearTime(column.at[0] as number);
    return { series, column };
  });
}

/** Differences from a time beyond this would not be exact. */
function nearTime(at: number): number {
  return Math.min(at, 2 ** 50);
}

type Row = {
  id: number;
  received: number;
  gateway: string;
  lane: Lane | null;
  epoch: Epoch;
  from_offset: number;
  to_offset: number;
  readings: number;
  body: Uint8Array;
};

/** Reads the whole log into memory, whose tables are loaded; `through` is the last row that a series has in its chunks. */
export function replayLog(connection: Connection, memory: Memory, through: ReadonlyMap<number, number>, now: number) {
  const log = memory.log.get("log") as LogState;
  const last = [...through.values()].reduce((most, id) => Math.max(most, id), 0);
  memory.log.set("log", { ...log, next: last + 1, due: last });
  const damaged: DamagedRow[] = [];
  for (const row of connection.prepare("SELECT * FROM log ORDER BY id").iterate() as Iterable<Row>) {
    const { id, received, gateway, lane, epoch, from_offset: from, to_offset: to, readings, body } = row;
    const journal = lane === null ? null : { gateway: gateway as GatewayId, lane, epoch, from, to };
    const columns = columnsIn(body);
    if (columns === null) damaged.push({ id, received, gateway, epoch, from, readings });
    const parts = { id, received, now, gateway, journal, columns: columns ?? [], readings, bytes: body.length };
    applyLogRow(memory, parts, (series) => (through.get(series) ?? 0) >= id);
  }
  setRowsAside(connection, damaged);
}
