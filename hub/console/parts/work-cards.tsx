/** The phone's form of a work list: one card a row, the whole card opens it. */
import { Link } from "wouter";
import type { WorkListProps } from "./work-list.tsx";

export function WorkCards<Row>({ label, rows, columns, id, href, tone }: WorkListProps<Row>) {
  const main = columns.find((column) => column.main);
  const picks = columns.filter((column) => column.acts && column.top);
  const tops = columns.filter((column) => column.top && !column.acts);
  const facts = columns.filter((column) => !column.main && !column.acts && !column.top);
  const acts = columns.filter((column) => column.acts && !column.top);
  return (
    <ul className="work-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={id(row)} className={tone?.(row)}>
          {picks.map((column) => (
            <div key={column.name} className="card-pick">
              {column.cell(row)}
            </div>
          ))}
          <Link href={href(row)} className="card-link">
            {tops.length > 0 && (
              <span className="card-top">
                {tops.map((column) => (
                  <span key={column.name}>{column.cell(row)}</span>
                ))}
              </span>
            )}
            {main?.cell(row)}
            <span className="card-facts">
              {facts.map((column) => (
                <span key={column.name} className={`fact fact-${column.name}`}>
                  {column.cell(row)}
                </span>
              ))}
            </span>
          </Link>
          {acts.map((column) => (
            <div key={column.name} className="card-acts">
              {column.cell(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
