/** Entries as a table at the desk and cards on the phone; it is also what is printed. */
import type { LedgerBookView, LedgerEntryView } from "../../../ledgers/views.ts";
import type { LedgerColumn } from "../../../rulebook/ledger-books.ts";
import { useNames } from "../../called/use-names.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Age } from "../../parts/age.tsx";
import { fileWords } from "./file-words.ts";
import { knownText } from "./known-text.ts";
import { useUnitName } from "./use-unit-of.ts";
import { ledgersWords } from "./words.ts";

type Props = { book: LedgerBookView; entries: LedgerEntryView[]; open: (entry: LedgerEntryView) => void };

const mostColumns = 7;

export function EntryTable({ book, entries, open }: Props) {
  const { say, language } = useSpeech();
  const { screen } = useLook();
  const unitName = useUnitName();
  const filled = book.columns.filter(
    ({ id, required }) => required || entries.some(({ fields }) => fields[id] !== undefined),
  );
  const columns = filled.slice(0, mostColumns);
  const cell = ({ id, type }: LedgerColumn, { fields, source }: LedgerEntryView) => {
    const value = fields[id];
    if (value === undefined) return "";
    if (type === "unit") return unitName(String(value));
    return source && language === "en" ? knownText(String(value)) : String(value);
  };
  if (screen === "phone")
    return (
      <ul className="work-cards" aria-label={say(book.title)}>
        {entries.map((entry) => (
          <li key={entry.id} className={`plain-card ${toneOf(entry)}`}>
            <button type="button" className="link row-open" onClick={() => open(entry)}>
              {cell(columns[0] as LedgerColumn, entry)}
            </button>
            {columns.slice(1).map((column) => {
              const text = cell(column, entry);
              return (
                text && (
                  <p key={column.id}>
                    <span className="dim">{say(column.title)}</span> {text}
                  </p>
                )
              );
            })}
            <p className="fine">
              <Written entry={entry} />
            </p>
          </li>
        ))}
      </ul>
    );
  return <Desk {...{ book, entries, open, columns, cell }} />;
}

type DeskProps = Props & { columns: LedgerColumn[]; cell: (column: LedgerColumn, entry: LedgerEntryView) => string };

function Desk({ book, entries, open, columns, cell }: DeskProps) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  return (
    <div className="table-scroll">
      <table className="work-table plain-table" aria-label={say(book.title)}>
        <thead>
          <tr>
            {columns.map(({ id, title }) => (
              <th key={id} scope="col">
                {say(title)}
              </th>
            ))}
            <th scope="col">{words.written}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className={toneOf(entry)} onDoubleClick={() => open(entry)}>
              {columns.map((column, at) => (
                <td key={column.id}>
                  {at === 0 ? (
                    <button type="button" className="link row-open" onClick={() => open(entry)}>
                      {cell(column, entry)}
                    </button>
                  ) : (
                    <span className="cell-text">{cell(column, entry)}</span>
                  )}
                </td>
              ))}
              <td className="fine">
                <Written entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function toneOf({ state, expiry }: LedgerEntryView): string {
  return state === "void" ? "entry-void" : expiry?.isDue ? "row-marked" : "";
}

function Written({ entry: { source, by, at, expiry, state, why, files } }: { entry: LedgerEntryView }) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  const fileWord = useWords(fileWords);
  const nameOf = useNames(source ? [] : [by]);
  if (source) return <span className="dim">{words.known(say(source))}</span>;
  return (
    <>
      {state === "void" && (
        <b>
          {words.voided} {why}{" "}
        </b>
      )}
      {state === "live" && expiry?.isDue && <b className="week-bad">{words.left(expiry.daysLeft)} </b>}
      {nameOf(by)} <Age at={at} />
      {files !== undefined && ` · ${fileWord.count(files)}`}
    </>
  );
}
