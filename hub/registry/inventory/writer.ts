/** The thread that writes a workbook: a large one keeps no alarm waiting. */
import { parentPort } from "node:worker_threads";
import writeExcelFile from "write-excel-file/node";
import { safe } from "./safe.ts";
import type { SheetHead } from "./write-apart.ts";

export type WriterMessage =
  | { kind: "sheet"; head: SheetHead }
  | { kind: "rows"; rows: readonly (readonly string[])[] }
  | { kind: "end" };

type Cell = { value: string | number; type?: typeof String; fontWeight?: "bold" };
type Sheet = { data: Cell[][]; sheet: string; columns: { width: number }[]; stickyRowsCount?: number };

const sheets: Sheet[] = [];
let hasNumbers = false;

parentPort?.on("message", (message: WriterMessage) => {
  if (message.kind === "sheet") begin(message.head);
  else if (message.kind === "rows") for (const row of message.rows) sheets.at(-1)?.data.push(row.map(cellOf));
  else
    void writeExcelFile(sheets)
      .toBuffer()
      .then((bytes) => parentPort?.postMessage(bytes));
});

function begin({ sheet, widths, titles, numbers = false }: SheetHead): void {
  hasNumbers = numbers;
  const data = titles === undefined ? [] : [titles.map((value) => ({ value, fontWeight: "bold" as const }))];
  const sticky = titles === undefined ? {} : { stickyRowsCount: 1 };
  sheets.push({ data, sheet, columns: widths.map((width) => ({ width })), ...sticky });
}

/** Sums are numbers, so that a spreadsheet can add them up. */
function cellOf(text: string, i: number): Cell {
  return hasNumbers && i > 0 && /^\d+$/.test(text) ? { value: Number(text) } : { value: safe(text), type: String };
}
