/** What a sheet merges and computes, and how far it reaches: a cell far out would make a small file a large table. */
import type { Tag } from "./each-tag.ts";
import { refused } from "./refused.ts";

export const mostRows = 50_000;
export const mostColumns = 200;
/** Of the whole table, empty ones included. */
const mostCells = 2_000_000;
const mostNamed = 1000;
/** [ECMA-376 part 1 §18.3.1] No sheet is longer. */
const lastRow = 1_048_576;

export type Examined = { merged: string[]; formulas: string[] };

/** Hears the tags of a sheet in their order. Throws `SHEET_REFUSED` at a cell with something in it that is too far out. */
export function examiner() {
  const found: Examined = { merged: [], formulas: [] };
  let cell = "";
  let [rows, columns, row] = [0, 0, 0];
  const reach = () => {
    const at = placeOf(cell);
    rows = Math.max(rows, at.row);
    columns = Math.max(columns, at.column);
    if (at.row > mostRows + 1 || at.column > mostColumns || rows * columns > mostCells) throw tooFar(cell);
  };
  const on: Record<string, (attributes: Tag["attributes"]) => void> = {
    row({ r }) {
      row = r === undefined ? row + 1 : Number(r);
      if (!(row <= lastRow)) throw tooFar(`${row}`);
    },
    c({ r }) {
      cell = r ?? "";
    },
    v: reach,
    is: reach,
    f() {
      if (found.formulas.length < mostNamed) found.formulas.push(cell);
    },
    mergeCell({ ref }) {
      if (found.merged.length < mostNamed) found.merged.push(ref ?? "?");
    },
  };
  return { note: ({ name, attributes }: Tag) => on[name]?.(attributes), result: () => found };
}

/** C5 → row 5, column 3; what is no cell's name is far out. */
function placeOf(cell: string): { row: number; column: number } {
  const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(cell) ?? [];
  if (digits === "") return { row: Number.POSITIVE_INFINITY, column: Number.POSITIVE_INFINITY };
  return { row: Number(digits), column: [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) };
}

function tooFar(cell: string) {
  return refused(
    `表太大：${cell.slice(0, 20)} 处还有内容。最多 ${mostRows} 行、${mostColumns} 列、${mostCells / 10_000} 万格。删掉多余的行和列再导，或分几份。`,
    `The table is too large: there is something at ${cell.slice(0, 20)}. At most ${mostRows} rows, ${mostColumns} columns and ${mostCells} cells: delete what is too much, or split it.`,
  );
}
