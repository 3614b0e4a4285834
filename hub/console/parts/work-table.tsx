/** The desk's form of a work list. */
import type { KeyboardEvent, MouseEvent } from "react";
import { Link, useLocation } from "wouter";
import type { WorkListProps } from "./work-list.tsx";

export function WorkTable<Row>({ label, rows, columns, id, href, tone }: WorkListProps<Row>) {
  const [, go] = useLocation();
  const open = (row: Row) => (event: MouseEvent) => {
    const inside = (event.target as Element).closest("a, button, input");
    if (!inside && getSelection()?.isCollapsed !== false) go(href(row));
  };
  return (
    <table className="work-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={`col-${column.name}`}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {rows.map((row) => (
          <tr key={id(row)} className={tone?.(row)} onClick={open(row)}>
            {columns.map((column) => (
              <td key={column.name} className={`col-${column.name}`}>
                {column.main ? (
                  <Link href={href(row)} className="row-link">
                    {column.cell(row)}
                  </Link>
                ) : (
                  column.cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** ↑ and ↓ go to the link of the row above and below. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a.row-link")];
  const row = (event.target as Element).closest("tr");
  const next = links[links.findIndex((link) => row?.contains(link)) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
