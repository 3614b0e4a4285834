/** Scores as CSV for other programs and for Excel: the columns of the workbook, UTF-8 with a mark so that Excel reads the Chinese. */
import type { Scores } from "./read.ts";
import { columnsOf, totalRow } from "./workbook.ts";

const mark = "\uFEFF";

export function scoresCsv({ by, rows, total }: Scores): string {
  const columns = columnsOf(by);
  const lines = [
    columns.map(({ title }) => title),
    ...[...rows, totalRow(total)].map((row) => columns.map((c) => c.value(row))),
  ];
  return mark + lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

/** [RFC 4180 §2] */
function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = typeof value === "number" ? String(Math.round(value * 10_000) / 10_000) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
