/** Ledgers as files: XLSX and CSV out and in; what is no sheet, or unpacks to too much, is refused before it is read. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { readSheet } from "read-excel-file/node";
import writeExcelFile from "write-excel-file/node";
import { Fault } from "../../core/fault.ts";
import type { Raw } from "./read-fields.ts";

export type Cells = (string | number)[][];
export type SheetFormat = "xlsx" | "csv";

export const sheetTypes: Record<SheetFormat, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

export const mostRows = 5000;
const mostUnpackedBytes = 64 * 1024 * 1024;

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

/** Throws `INPUT_INVALID`. */
export async function readCells(bytes: Uint8Array): Promise<Raw[][]> {
  const rows = isZip(bytes) ? await readXlsx(bytes) : readCsv(bytes);
  const filled = rows.filter((row) => row.some((cell) => cell !== null && cell !== ""));
  if (filled.length > mostRows + 1)
    throw new Fault("INPUT_INVALID", `the file has more than ${mostRows} rows: cut it in parts`);
  return filled;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readXlsx(bytes: Uint8Array): Promise<Raw[][]> {
  if (unpackedBytes(Buffer.from(bytes)) > mostUnpackedBytes)
    throw new Fault("INPUT_INVALID", "the file unpacks to more than 64 MB: it is no plain table");
  try {
    return (await readSheet(Buffer.from(bytes))) as Raw[][];
  } catch (cause) {
    throw new Fault("INPUT_INVALID", "the file is no workbook: save it as .xlsx or .csv", { cause });
  }
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

const centralHeader = 0x02014b50;

/** [APPNOTE 4.3.12] What the archive's directory says its files unpack to, in bytes. */
function unpackedBytes(zip: Buffer): number {
  let sum = 0;
  for (let at = zip.indexOf("PK\x01\x02", 0, "latin1"); at >= 0 && at + 46 <= zip.length; ) {
    if (zip.readUInt32LE(at) !== centralHeader) break;
    sum += zip.readUInt32LE(at + 24);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return sum;
}
