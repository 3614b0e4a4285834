/** Ledgers as files: XLSX and CSV out and in; what is no sheet, or unpacks to too much, is refused. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import writeExcelFile from "write-excel-file/node";
import { Fault } from "../../core/fault.ts";
import { readApart } from "../registry/inventory/read-apart.ts";
import type { Raw } from "./read-fields.ts";

export type Cells = (string | number)[][];
export type SheetFormat = "xlsx" | "csv";

export const sheetTypes: Record<SheetFormat, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

export const mostRows = 5000;

/** The first row names the columns. Excel on a Chinese desk needs the mark at the beginning to read UTF-8. */
export async function writeSheet(format: SheetFormat, title: string, rows: Cells): Promise<Buffer> {
  if (format === "csv") return Buffer.from(`\uFEFF${stringify(rows.map((row) => row.map(tame)))}`);
  const [head = [], ...body] = rows;
  const data = [
    head.map((value) => ({ value: String(value), fontWeight: "bold" as const })),
    ...body.map((row) => row.map((value) => (value === "" ? null : { value: tame(value) }))),
  ];
  return writeExcelFile([{ data, sheet: title.slice(0, 31), stickyRowsCount: 1 }]).toBuffer();
}

/** [OWASP, CSV injection] A spreadsheet would run a text that begins like a formula. */
function tame(value: string | number): string | number {
  return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/**
 * A workbook is read in a thread of its own, and what it unpacks to is counted as it comes. Throws `INPUT_INVALID`, or
 * `SHEET_REFUSED` for a workbook.
 */
export async function readCells(bytes: Uint8Array): Promise<Raw[][]> {
  const rows: Raw[][] = isZip(bytes) ? (await readApart(bytes)).take(Number.POSITIVE_INFINITY) : readCsv(bytes);
  const filled = rows.filter((row) => row.some((cell) => cell !== null && cell !== ""));
  if (filled.length > mostRows + 1)
    throw new Fault("INPUT_INVALID", `the file has more than ${mostRows} rows: cut it in parts`);
  return filled;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** UTF-8, else what Excel writes on a Chinese desk. */
function readCsv(bytes: Uint8Array): Raw[][] {
  const text = decoded(bytes);
  if (text.includes("\0")) throw new Fault("INPUT_INVALID", "the file is no table: save it as .xlsx or .csv");
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `the file is no CSV: ${(cause as Error).message}`, { cause });
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
