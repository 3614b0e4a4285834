/** Reads a sheet of cells out of bytes that came from outside: XLSX, or CSV in UTF-8 or GB 18030; bounded, and refused by name. */
import { parse } from "csv-parse/sync";
import { readSheet as readXlsx } from "read-excel-file/node";
import { examineZip } from "./examine-zip.ts";
import { refused } from "./refused.ts";
import { mostColumns, mostRows } from "./sheet-extent.ts";

/** `rows`: all of the sheet, the header first. `formulas`: cells like C5 that are computed. */
export type Sheet = { rows: string[][]; formulas: readonly string[] };

/** Throws `SHEET_REFUSED` with what to do. */
export async function readSheet(bytes: Buffer): Promise<Sheet> {
  const isZip = bytes.subarray(0, 4).toString("hex") === "504b0304";
  const isOld = bytes.subarray(0, 8).toString("hex") === "d0cf11e0a1b11ae1";
  if (isOld)
    throw refused(
      "这是老格式 .xls 或加了密码。另存为 .xlsx 再导。",
      "It is an old .xls, or has a password: save it as .xlsx.",
    );
  const sheet = isZip ? await fromXlsx(bytes) : { rows: fromCsv(bytes), formulas: [] };
  if (sheet.rows.length - 1 > mostRows)
    throw refused(
      `有 ${sheet.rows.length - 1} 行，一次最多 ${mostRows} 行。分几份导。`,
      `At most ${mostRows} rows at a time: split it.`,
    );
  return sheet;
}

async function fromXlsx(bytes: Buffer): Promise<Sheet> {
  const { merged, formulas } = await examineZip(bytes);
  const [first] = merged;
  if (first !== undefined)
    throw refused(
      `有合并单元格（${merged.slice(0, 5).join("、")}）。取消合并，每行都填上，再导。`,
      `It has merged cells (${merged.slice(0, 5).join(", ")}): unmerge them and fill in every row.`,
    );
  try {
    const rows = await readXlsx(bytes, 1);
    return { rows: rows.map((row) => row.slice(0, mostColumns).map(textOf)), formulas };
  } catch (cause) {
    throw refused(
      "文件打不开，可能坏了。用 Excel 或 WPS 打开再另存一次。",
      "It cannot be opened: save it again with a spreadsheet.",
      cause,
    );
  }
}

/** A day is a day, wherever the spreadsheet was. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "?" : cell.toISOString().slice(0, 10);
  return String(cell).trim();
}

function fromCsv(bytes: Buffer): string[][] {
  const text = decoded(bytes);
  const head = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = [",", "\t", ";"].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] as string;
  try {
    const options = { delimiter, bom: true, relaxColumnCount: true, skipEmptyLines: false, trim: true };
    return parse(text, { ...options, maxRecordSize: 100_000 }) as unknown as string[][];
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 200);
    throw refused(`CSV 读不下去：${why}。多半是引号没配对。`, `The CSV cannot be read: ${why}.`, cause);
  }
}

/** Spreadsheets here save CSV in GBK unless they are told otherwise. */
function decoded(bytes: Buffer): string {
  if (bytes.includes(0)) throw refused("这不是表格文件。导 .xlsx 或 .csv。", "It is no sheet: import .xlsx or .csv.");
  for (const encoding of ["utf-8", "gb18030"])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The other one is tried.
    }
  throw refused("文字编码认不出来。另存为 UTF-8 的 CSV 再导。", "Its encoding is unknown: save it as CSV in UTF-8.");
}
