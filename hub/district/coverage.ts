/** How much of what there is the district has: known, connected, healthy, shared; as a whole, by area and by class. */
import type { Coverage } from "../http/coverage-views.ts";
import { classNameOf, componentClassOf } from "../registry/component-classes.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { CoverageRow } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";

const nowhere = "未划片";
const unclassed = "没写类别";

/** `mine`: what is counted lies in these areas; null: everything is. */
export async function coverageOf(tables: Tables, mine: ReadonlySet<string> | null = null): Promise<Coverage> {
  const books = await readBooks(tables);
  const all = await tables.registry.coverage();
  const rows = mine === null ? all : all.filter(({ area }) => area !== null && mine.has(area));
  const areas = summed(rows, ({ area }) => findArea(books.areas, area)?.id ?? null);
  const classes = summed(rows, (row) => (row.class === null ? null : componentClassOf(row.class, row.measures)));
  const { waiting, held, rejected } = await tables.inventory.count(mine === null ? undefined : [...mine]);
  const nameOfClass = (code: string | null) => (code === null ? unclassed : (classNameOf(books, code) ?? code));
  return {
    ...totalOf(rows),
    ...{ waiting, held, rejected },
    areas: areas.map(([area, sums]) => ({ area, name: findArea(books.areas, area)?.name ?? nowhere, ...sums })),
    classes: classes.map(([code, sums]) => ({ class: code, name: nameOfClass(code), ...sums })),
  };
}

/** The largest first. */
function summed(rows: readonly CoverageRow[], key: (row: CoverageRow) => string | null) {
  const groups = [...Map.groupBy(rows, key)].map(([name, some]) => [name, totalOf(some)] as const);
  return groups.sort(([, a], [, b]) => b.known - a.known);
}

function totalOf(rows: readonly CoverageRow[]) {
  const sum = (name: "known" | "connected" | "healthy" | "shared") => rows.reduce((total, row) => total + row[name], 0);
  return { known: sum("known"), connected: sum("connected"), healthy: sum("healthy"), shared: sum("shared") };
}
