/** Reads what is long part by part, so that an alarm has its turn between two of them. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { CoverageCell } from "../store/components.ts";
import type { Store, Tables } from "../store/store.ts";

export type Reading = Pick<Store, "read">;

/** Some ten milliseconds. */
const atOnce = 1000;

/** `part`: the rows after this key; `keyOf`: of the last row. */
export async function inParts<Row>(
  store: Reading,
  part: (tables: Tables, after: string, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ""; ; ) {
    const some = await store.read((tables) => part(tables, after, atOnce));
    for (const row of some) all.push(row);
    const last = some.at(-1);
    if (last === undefined || some.length < atOnce) return all;
    after = keyOf(last);
    await othersTurn();
  }
}

/** How far all components of the list are, by area and class. */
export async function countCells(store: Reading): Promise<CoverageCell[]> {
  const sums = new Map<string, CoverageCell>();
  for (let after: string | null = ""; after !== null; await othersTurn()) {
    const from: string = after;
    const { cells, last } = await store.read(({ components }) => components.count(from, 5 * atOnce));
    for (const cell of cells) addTo(sums, cell);
    after = last;
  }
  return [...sums.values()];
}

function addTo(sums: Map<string, CoverageCell>, cell: CoverageCell): void {
  const key = `${cell.area} ${cell.class}`;
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, { ...cell });
  else for (const name of ["known", "connected", "healthy", "shared", "doubtful"] as const) sum[name] += cell[name];
}
