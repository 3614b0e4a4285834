/** What the sums of coverage are of: areas and classes, the six numbers of each, and the rows that a number leads to. */
import type { CoverageView } from "../../../http/component-views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useWords } from "../../i18n/language.tsx";
import { coverageWords } from "./words.ts";

export type Counts = Pick<CoverageView, "known" | "connected" | "healthy" | "shared" | "doubtful">;
export type SumRow = Counts & { key: string; name: string; depth: number; query: Record<string, string> };
export type SumColumn = (typeof sumColumns)[number];

export const sumColumns = ["known", "connected", "gap", "healthy", "shared", "doubtful"] as const;

const stateOf = {
  ...{ known: "all", connected: "connected", gap: "gap" },
  ...{ healthy: "healthy", shared: "shared", doubtful: "doubtful" },
} as const;

export const countOf = (counts: Counts, name: SumColumn): number =>
  name === "gap" ? counts.known - counts.connected : counts[name];

export const rowsHref = (query: Record<string, string>, name: SumColumn): string =>
  `/coverage?${new URLSearchParams({ ...query, state: stateOf[name] })}`;

/** Never 100 % while one lacks. */
export const shareOf = ({ known, connected }: Counts): string =>
  known === 0 ? "" : `${Math.floor((connected / known) * 100)}%`;

export function useSumTitle(): (name: SumColumn) => string {
  const words = useWords(coverageWords);
  return (name) => (name === "gap" ? words.gap : words.counts[name]);
}

export function useSumRows(table: CoverageView): { areas: SumRow[]; classes: SumRow[] } {
  const words = useWords(coverageWords);
  const called = useCalled();
  const areas = table.areas.map((row): SumRow => {
    const query = { area: row.area ?? "-", ...(row.part === "own" ? { part: "own" } : {}) };
    const name = row.area === null ? words.nowhere : row.name;
    return {
      ...row,
      key: `${row.area} ${row.part}`,
      name: row.part === "own" ? `${name} · ${words.rest}` : name,
      query,
    };
  });
  const classes = table.classes.map((row): SumRow => {
    return { ...row, key: row.class, name: called(row.name), depth: 0, query: { class: row.class } };
  });
  return { areas, classes };
}
