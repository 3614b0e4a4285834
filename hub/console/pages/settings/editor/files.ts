/** A table as a file: the whole document as JSON, its rows as a sheet. The sheet code loads when first asked for. */

import { propertiesOf } from "./fields.tsx";
import { type Document, isObject, isRows, type Json } from "./rows.ts";
import { type Schema, shapeOf } from "./schema.ts";

type TitleOf = (field: string) => string;

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function downloadJson(name: string, body: unknown): void {
  download(`${name}.json`, new Blob([JSON.stringify(body, null, 2)], { type: "application/json" }));
}

/** The list that makes up most of a table; null where it has none. */
export function mainList(schema: Schema): { list: string; item: Schema } | null {
  for (const [list, field] of Object.entries(schema.properties ?? {})) {
    const shape = shapeOf(field);
    if (shape.kind === "rows") return { list, item: shape.item };
  }
  return null;
}

/** Its title; its own name where another field has the same title. */
function headOf(field: string, all: readonly string[], titleOf: TitleOf): string {
  const title = titleOf(field);
  return all.some((other) => other !== field && titleOf(other) === title) ? field : title;
}

/** Words of one row as cells: what is more than a word or a list of words is JSON. */
function cellOf(value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.join("、");
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** [OWASP, CSV injection] A spreadsheet would run a text that begins like a formula. */
const tame = (value: ReturnType<typeof cellOf>) =>
  typeof value === "string" && /^[=+\-@]/.test(value) ? `'${value}` : value;

/** `titleOf` a field heads its column. */
export async function downloadSheet(name: string, body: Document, schema: Schema, titleOf: TitleOf): Promise<void> {
  const { default: writeExcelFile } = await import("write-excel-file/browser");
  const main = mainList(schema);
  if (main === null) return;
  const rows = body[main.list];
  const columns = Object.keys(propertiesOf(main.item));
  const all = isRows(rows) ? [...new Set([...columns, ...rows.flatMap((row) => Object.keys(row))])] : columns;
  const data = [
    all.map((column) => ({ value: headOf(column, all, titleOf), fontWeight: "bold" as const })),
    ...(isRows(rows) ? rows : []).map((row) => all.map((column) => ({ value: tame(cellOf(row[column])) }))),
  ];
  const file = await writeExcelFile([{ data: data as never, sheet: main.list, stickyRowsCount: 1 }]).toBlob();
  download(`${name}.xlsx`, file);
}

/** The document with the rows of a sheet in place of its own. Throws with the cell that cannot be read. */
export async function readSheetInto(body: Document, schema: Schema, file: Blob, titleOf: TitleOf): Promise<Document> {
  const { readSheet } = await import("read-excel-file/browser");
  const main = mainList(schema);
  if (main === null) throw new Error("no rows");
  const [head = [], ...rows] = await readSheet(file);
  const properties = propertiesOf(main.item);
  const fields = Object.keys(properties);
  const byTitle = new Map(fields.map((field) => [headOf(field, fields, titleOf), field]));
  const columns = head.map((cell) => String(cell ?? "").trim()).map((title) => byTitle.get(title) ?? title);
  const read = rows.map((row) => {
    const fields = columns.flatMap((column, at): [string, Json][] => {
      const value = valueIn(row[at], properties[column]);
      return column === "" || value === undefined ? [] : [[column, value]];
    });
    return Object.fromEntries(fields);
  });
  return { ...body, [main.list]: read.filter((row) => isObject(row) && Object.keys(row).length > 0) };
}

function valueIn(cell: unknown, schema: Schema | undefined): Json | undefined {
  const isNullable = schema?.anyOf?.some(({ type }) => type === "null") === true;
  if (cell === null || cell === undefined || cell === "") return isNullable ? null : undefined;
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
  if (/^[[{]/.test(text)) return JSON.parse(text) as Json;
  const shape = schema === undefined ? null : shapeOf(schema);
  if (shape?.kind === "many") {
    const isNumber = shapeOf(shape.item).kind === "number" || shapeOf(shape.item).kind === "choice";
    const parts = text.split(/[、,，\s]+/).filter((part) => part !== "");
    return parts.map((part) => (isNumber && /^\d+$/.test(part) ? Number(part) : part));
  }
  if (typeof cell === "boolean" || typeof cell === "number") return shape?.kind === "text" ? text : cell;
  if (shape?.kind === "yes-no") return /^(true|是|1)$/i.test(text);
  if (
    shape?.kind === "number" ||
    (shape?.kind === "choice" && shape.values.every((value) => typeof value === "number"))
  )
    return Number(text);
  return text.replace(/^'(?=[=+\-@])/, "");
}
