/** The sums on a phone: a card for each area and class, its six numbers in two lines of three, each as large as a finger. */
import { Link } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import {
  type Counts,
  countOf,
  rowsHref,
  type SumColumn,
  type SumRow,
  shareOf,
  sumColumns,
  useSumTitle,
} from "./sums.ts";
import { coverageWords } from "./words.ts";

type Props = { total: Counts; areas: readonly SumRow[]; classes: readonly SumRow[]; show(): void };

/** The whole first: by area and by class it is the same. */
export function CoverageCards({ total, areas, classes, show }: Props) {
  const words = useWords(coverageWords);
  const whole: SumRow = { ...total, key: "", name: words.all, depth: 0, query: {} };
  return (
    <>
      <Cards title={words.all} rows={[whole]} show={show} />
      <Cards title={words.byArea} rows={areas} show={show} isTitled />
      <Cards title={words.byClass} rows={classes} show={show} isTitled />
    </>
  );
}

type CardsProps = { title: string; rows: readonly SumRow[]; show(): void; isTitled?: true };

function Cards({ title, rows, show, isTitled }: CardsProps) {
  return (
    <>
      {isTitled && <h3 className="sum-title">{title}</h3>}
      <ul className="sum-cards" aria-label={title}>
        {rows.map((row) => (
          <li key={row.key} className="sum-card" aria-label={row.name}>
            <b className={`depth-${Math.min(row.depth, 4)}`}>{row.name}</b>
            <ul className="sum-counts">
              {sumColumns.map((name) => (
                <li key={name}>
                  <Count name={name} row={row} show={show} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function Count({ name, row, show }: { name: SumColumn; row: SumRow; show(): void }) {
  const titleOf = useSumTitle();
  const number = countOf(row, name);
  const what = (
    <>
      <span className="fine">{titleOf(name)}</span>{" "}
      <span className={name === "gap" && number > 0 ? "coverage-gap" : "number"}>
        {number}
        {name === "connected" && <span className="fine"> {shareOf(row)}</span>}
      </span>
    </>
  );
  if (number === 0) return <span className="sum-count sum-none">{what}</span>;
  return (
    <Link className="sum-count" href={rowsHref(row.query, name)} onClick={show}>
      {what}
    </Link>
  );
}
