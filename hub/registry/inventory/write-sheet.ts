/** Writes the inventory as a sheet: what is exported can be imported again; the template tells how to fill it. */
import writeExcelFile from "write-excel-file/node";
import type { Books } from "../../rulebook/kinds.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { CellError } from "./columns.ts";
import { columns } from "./columns.ts";

/** [OWASP, CSV injection] A spreadsheet would run what begins like a formula. */
export function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
}

const head = columns.map(({ zh }) => ({ value: zh, fontWeight: "bold" as const }));
const widths = columns.map(({ width }) => ({ width }));

export async function inventoryWorkbook(rows: readonly DeviceRow[], books: Books): Promise<Buffer> {
  const body = rows.map((row) => columns.map(({ write }) => ({ value: safe(write(row, books)), type: String })));
  const sheet = { data: [head, ...body], sheet: "设备清单", columns: widths, stickyRowsCount: 1 };
  return writeExcelFile([sheet, notes(books)]).toBuffer();
}

/** An empty list with one line as an example, and the notes. */
export function templateWorkbook(books: Books): Promise<Buffer> {
  return inventoryWorkbook([], books);
}

function notes({ areas, units }: Books) {
  const rows: string[][] = [
    ["怎么填", "空着的格子不改；写一个减号 - 是清掉；别合并单元格，别用公式。先试算，看清楚再确认。"],
    [
      "How",
      "An empty cell changes nothing, a dash takes away. No merged cells, no formulas. It is tried before it is taken.",
    ],
    ["", ""],
    ...columns.map(({ zh, en, note }) => [`${zh} / ${en}`, note]),
    ["", ""],
    ["片区编号", "片区名称"],
    ...areas.areas.slice(0, 2000).map(({ id, name }) => [id, name]),
    ["", ""],
    ["单位编号", "单位名称"],
    ...units.units.map(({ id, name }) => [id, name]),
  ];
  const data = rows.map((cells) => cells.map((value) => ({ value: safe(value), type: String })));
  return { data, sheet: "填写说明", columns: [{ width: 28 }, { width: 80 }] };
}

export function inventoryCsv(rows: readonly DeviceRow[], books: Books): string {
  const lines = rows.map((row) => columns.map(({ write }) => write(row, books)));
  return csv([columns.map(({ zh }) => zh), ...lines]);
}

export function errorsCsv(errors: readonly (CellError & { row: number })[]): string {
  const lines = errors.map(({ row, column, value, zh, en }) => [String(row), column, value, zh, en]);
  return csv([["行", "列", "内容", "怎么改", "What to do"], ...lines]);
}

/** [RFC 4180], with the byte order mark a spreadsheet wants to see before it reads UTF-8. */
export function csv(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(text: string): string {
  const plain = safe(text);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
