/** The two tables of sums, by area and by class; each number leads to its rows. */
import { Link } from "wouter";
import type { CoverageView } from "../../../http/component-views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useNames } from "../../called/use-names.ts";
import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { coverageWords } from "./words.ts";

type Counts = Pick<CoverageView, "known" | "connected" | "healthy" | "shared" | "doubtful">;
type Row = Counts & { key: string; name: string; depth: number; query: Record<string, string> };

const columns = ["known", "connected", "gap", "healthy", "shared", "doubtful"] as const;
const stateOf = {
  ...{ known: "all", connected: "connected", gap: "gap" },
  ...{ healthy: "healthy", shared: "shared", doubtful: "doubtful" },
} as const;

export function CoverageTables({ table }: { table: CoverageView }) {
  const words = useWords(coverageWords);
  const called = useCalled();
  const nameOf = useNames(table.list === undefined ? [] : [table.list.by]);
  const areas = table.areas.map((row): Row => {
    const query = { area: row.area ?? "-", ...(row.part === "own" ? { part: "own" } : {}) };
    const name = row.area === null ? words.nowhere : row.name;
    return {
      ...row,
      key: `${row.area} ${row.part}`,
      name: row.part === "own" ? `${name} · ${words.rest}` : name,
      query,
    };
  });
  const classes = table.classes.map((row): Row => {
    return { ...row, key: row.class, name: called(row.name), depth: 0, query: { class: row.class } };
  });
  return (
    <Panel title={words.table}>
      <p className="dim">
        {table.list && <span>{words.list(table.list.name, nameOf(table.list.by))}</span>}
        {table.beyond > 0 && <span> · {words.beyond(table.beyond)}</span>}
      </p>
      {table.list?.whole === false && <p className="coverage-gap">{words.notWhole}</p>}
      <Sums title={words.byArea} rows={areas} total={table} />
      <Sums title={words.byClass} rows={classes} total={table} />
    </Panel>
  );
}

function Sums({ title, rows, total }: { title: string; rows: readonly Row[]; total: Counts }) {
  const words = useWords(coverageWords);
  const titleOf = (name: (typeof columns)[number]) => (name === "gap" ? words.gap : words.counts[name]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className="echart-table coverage-sums" tabIndex={0}>
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {titleOf(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className={`depth-${Math.min(row.depth, 4)}`}>
                {row.name}
              </th>
              <Cells counts={row} query={row.query} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.all}</th>
            <Cells counts={total} query={{}} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cells({ counts, query }: { counts: Counts; query: Record<string, string> }) {
  return columns.map((name) => {
    const number = name === "gap" ? counts.known - counts.connected : counts[name];
    const search = new URLSearchParams({ ...query, state: stateOf[name] });
    return (
      <td key={name} className={name === "gap" && number > 0 ? "coverage-gap" : undefined}>
        {number === 0 ? 0 : <Link href={`/coverage?${search}`}>{number}</Link>}
        {name === "connected" && <span className="fine coverage-share"> {percentOf(number, counts.known)}</span>}
      </td>
    );
  });
}

/** Never 100 % while one lacks. */
function percentOf(part: number, whole: number): string {
  return whole === 0 ? "" : `${Math.floor((part / whole) * 100)}%`;
}
