/** Writes the inventory as a sheet: what is exported can be imported again; the template tells how to fill it. */
import type { Books } from "../../rulebook/kinds.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { CellError } from "./columns.ts";
import { columns } from "./columns.ts";
import { csvOf, type SheetToWrite, workbookOf } from "./write-apart.ts";
import { csv } from "./write-csv.ts";

const titles = columns.map(({ zh }) => zh);

function* lines(rows: readonly DeviceRow[], books: Books): Generator<string[]> {
  for (const row of rows) yield columns.map(({ write }) => write(row, books));
}

export function inventoryWorkbook(rows: readonly DeviceRow[], books: Books): Promise<Buffer> {
  const widths = columns.map(({ width }) => width);
  return workbookOf([{ sheet: "设备清单", widths, titles, rows: lines(rows, books) }, notes(books)]);
}

/** An empty list with one line as an example, and the notes. */
export function templateWorkbook(books: Books): Promise<Buffer> {
  return inventoryWorkbook([], books);
}

function notes({ areas, units }: Books): SheetToWrite {
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
  return { sheet: "填写说明", widths: [28, 80], rows };
}

export function inventoryCsv(rows: readonly DeviceRow[], books: Books): Promise<Buffer> {
  return csvOf(titles, lines(rows, books));
}

export function errorsCsv(errors: readonly (CellError & { row: number })[]): string {
  const wrong = errors.map(({ row, column, value, zh, en }) => [String(row), column, value, zh, en]);
  return csv([["行", "列", "内容", "怎么改", "What to do"], ...wrong]);
}
