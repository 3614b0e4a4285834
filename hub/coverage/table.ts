/** How much of what should be connected is: by area with everything in it, and by class; parts add up to their whole. Pure. */
import { type Area, type Areas, findArea, insideOf } from "../rulebook/areas.ts";
import type { CoverageCell } from "../store/components.ts";

export type Counts = Pick<CoverageCell, "known" | "connected" | "healthy" | "shared" | "doubtful">;
export const countNames = ["known", "connected", "healthy", "shared", "doubtful"] as const;

/** `own`: what lies in the area itself, beside the parts of it that are listed below it. `area` null: in no area. */
export type AreaRow = Counts & { area: string | null; name: string; depth: number; part: "all" | "own" };
export type ClassRow = Counts & { class: string };
export type CoverageTable = { total: Counts; areas: AreaRow[]; classes: ClassRow[] };

export type TableWish = {
  /** Only what lies in this area. */
  area?: string | undefined;
  class?: string | undefined;
  /** What somebody may see; null: everything. */
  mine: ReadonlySet<string> | null;
};

export const nowhere = "未划片";

export function coverageTable(
  cells: readonly CoverageCell[],
  areas: Areas,
  { area, class: code, mine }: TableWish,
): CoverageTable {
  const inside = area === undefined ? null : new Set(insideOf(areas, area));
  const isAsked = (one: CoverageCell) =>
    (code === undefined || one.class === code) &&
    (inside === null || (one.area !== null && inside.has(one.area))) &&
    (mine === null || (one.area !== null && mine.has(one.area)));
  const shown = areas.areas.filter(({ id }) => (inside === null || inside.has(id)) && (mine === null || mine.has(id)));
  const counted = cells.filter(isAsked).map((cell) => ({ ...cell, area: findArea(areas, cell.area)?.id ?? null }));
  return { total: sumOf(counted), areas: areaRows(counted, shown), classes: classRows(counted) };
}

export function sumOf(cells: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => cells.reduce((total, cell) => total + cell[name], 0);
  return Object.fromEntries(countNames.map((name) => [name, sum(name)])) as Counts;
}

/** The most first; what is the same in the order of the codes. */
function classRows(cells: readonly CoverageCell[]): ClassRow[] {
  const rows = [...Map.groupBy(cells, (cell) => cell.class)].map(([code, some]) => ({ class: code, ...sumOf(some) }));
  return rows.sort((a, b) => b.known - a.known || (a.class < b.class ? -1 : 1));
}

type Tree = { children: Map<string | null, Area[]>; own: Map<string | null, CoverageCell[]> };

function areaRows(cells: readonly CoverageCell[], areas: readonly Area[]): AreaRow[] {
  const known = new Set(areas.map(({ id }) => id));
  const parentOf = ({ parent }: Area) => (parent !== null && known.has(parent) ? parent : null);
  const tree: Tree = { children: Map.groupBy(areas, parentOf), own: Map.groupBy(cells, (cell) => cell.area) };
  const rows = (tree.children.get(null) ?? []).flatMap((root) => rowsOf(root, tree, 0));
  const stray = tree.own.get(null) ?? [];
  if (stray.length === 0) return rows;
  return [...rows, { area: null, name: nowhere, depth: 0, part: "all", ...sumOf(stray) }];
}

/** The area and all in it of which there is anything. */
function rowsOf(area: Area, tree: Tree, depth: number): AreaRow[] {
  const parts = (tree.children.get(area.id) ?? [])
    .map((child) => rowsOf(child, tree, depth + 1))
    .filter((rows) => rows.length > 0);
  const own = tree.own.get(area.id) ?? [];
  if (parts.length === 0 && own.length === 0) return [];
  const counts = sumOf([...own, ...parts.map(([first]) => first as AreaRow)]);
  const { id, name } = area;
  const rest: AreaRow[] =
    parts.length > 0 && own.length > 0 ? [{ area: id, name, depth: depth + 1, part: "own", ...sumOf(own) }] : [];
  return [{ area: id, name, depth, part: "all", ...counts }, ...parts.flat(), ...rest];
}
