/** A list to work through: a table at the desk, cards on the phone; ↑ ↓ move between rows, Enter opens. */
import { type Key, type ReactNode, useState } from "react";
import { useSpeech } from "../i18n/language.tsx";
import { useLook } from "../look/look.tsx";
import { WorkCards } from "./work-cards.tsx";
import { WorkTable } from "./work-table.tsx";

export type Column<Row> = {
  name: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Holds the row's link. */
  main?: boolean;
  /** On a card: above the rest. */
  top?: boolean;
  /** Its cells act by themselves: a click there does not open the row. */
  acts?: boolean;
};

export type WorkListProps<Row> = {
  label: string;
  rows: readonly Row[];
  columns: Column<Row>[];
  id: (row: Row) => Key;
  href: (row: Row) => string;
  /** A class for the row, e.g. its severity. */
  tone?: (row: Row) => string;
  /** Leaves out the line below that counts the rows. */
  bare?: boolean;
};

const pageSize = 200;

export function WorkList<Row>(props: WorkListProps<Row>) {
  const { t } = useSpeech();
  const { screen } = useLook();
  const [shown, setShown] = useState(pageSize);
  const total = props.rows.length;
  const rows = total > shown ? props.rows.slice(0, shown) : props.rows;
  const List = screen === "phone" ? WorkCards : WorkTable;
  return (
    <>
      <List {...props} rows={rows} />
      {(total > shown || !props.bare) && (
        <p className="list-foot dim">
          <span>{total > shown ? t.list.first(shown, total) : t.list.total(total)}</span>
          {screen === "desk" && <span>{t.list.hint}</span>}
          {total > shown && (
            <button type="button" className="link" onClick={() => setShown(shown + pageSize)}>
              {t.list.more}
            </button>
          )}
        </p>
      )}
    </>
  );
}
