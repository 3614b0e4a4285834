/** The sums, by area and by class: tables at a desk, cards on a phone; each number leads to its rows. */
import { Link } from "wouter";
import type { CoverageView } from "../../../http/component-views.ts";
import { useNames } from "../../called/use-names.ts";
import { useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Panel } from "../../parts/panel.tsx";
import { CoverageCards } from "./coverage-cards.tsx";
import { type Counts, countOf, rowsHref, type SumRow, shareOf, sumColumns, useSumRows, useSumTitle } from "./sums.ts";
import { coverageWords } from "./words.ts";

/** `show`: brings the rows into sight that a number leads to. */
type Props = { table: CoverageView; show(): void };

export function CoverageTables({ table, show }: Props) {
  const words = useWords(coverageWords);
  const { screen } = useLook();
  const nameOf = useNames(table.list === undefined ? [] : [table.list.by]);
  const { areas, classes } = useSumRows(table);
  return (
    <Panel title={words.table}>
      <p className="dim">
        {table.list && <span>{words.list(table.list.name, nameOf(table.list.by))}</span>}
        {table.beyond > 0 && <span> · {words.beyond(table.beyond)}</span>}
      </p>
      {table.list?.whole === false && <p className="coverage-gap">{words.notWhole}</p>}
      {screen === "phone" ? (
        <CoverageCards total={table} areas={areas} classes={classes} show={show} />
      ) : (
        <>
          <Sums title={words.byArea} rows={areas} total={table} show={show} />
          <Sums title={words.byClass} rows={classes} total={table} show={show} />
        </>
      )}
    </Panel>
  );
}

type SumsProps = { title: string; rows: readonly SumRow[]; total: Counts; show(): void };

function Sums({ title, rows, total, show }: SumsProps) {
  const words = useWords(coverageWords);
  const titleOf = useSumTitle();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className="echart-table coverage-sums" tabIndex={0}>
      <table aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {sumColumns.map((name) => (
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
              <Cells counts={row} query={row.query} show={show} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.all}</th>
            <Cells counts={total} query={{}} show={show} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

type CellsProps = { counts: Counts; query: Record<string, string>; show(): void };

function Cells({ counts, query, show }: CellsProps) {
  return sumColumns.map((name) => {
    const number = countOf(counts, name);
    return (
      <td key={name} className={name === "gap" && number > 0 ? "coverage-gap" : undefined}>
        {number === 0 ? (
          0
        ) : (
          <Link href={rowsHref(query, name)} onClick={show}>
            {number}
          </Link>
        )}
        {name === "connected" && <span className="fine coverage-share"> {shareOf(counts)}</span>}
      </td>
    );
  });
}
