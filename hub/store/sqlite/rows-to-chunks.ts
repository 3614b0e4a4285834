/** Moves readings that an older version kept one row each into chunks. */
import { addToChunks, type ReadColumn } from "./chunks.ts";
import type { Connection } from "./connection.ts";
import { markStale } from "./folds.ts";
import { emptyMemory } from "./memory.ts";
import { fromCell } from "./series.ts";

/** Readings held in memory at once. */
const most = 10_000;

const rows = "SELECT series, at, value, typeof(value) AS kind, quality FROM readings ORDER BY series, at, n";

type Row = { series: number; at: number; value: number | string; kind: "real" | "integer" | "text"; quality: number };

/** Nothing is remembered yet. */
const nothing = emptyMemory();

/** What each row held is in chunks afterwards, in the same order; the table is gone. */
export function moveRows(connection: Connection): void {
  let series = 0;
  let column: ReadColumn = { at: [], values: [], quality: [] };
  const put = () => {
    addToChunks(connection, nothing, series, column, 0);
    markStale(connection, series, column, 0);
    column = { at: [], values: [], quality: [] };
  };
  for (const row of connection.prepare(rows).iterate() as Iterable<Row>) {
    if (row.series !== series || column.at.length >= most) put();
    series = row.series;
    column.at.push(row.at);
    column.values.push(fromCell(row.value, row.kind));
    column.quality.push(row.quality);
  }
  put();
  connection.exec("DROP TABLE readings");
}
