/** What two versions differ in, row by row. */
import { useState } from "react";
import { useWords } from "../../../i18n/language.tsx";
import { settingsWords } from "../words.ts";
import type { Names } from "./names.ts";
import type { RowChange } from "./rows.ts";

const firstChanges = 20;

export function ChangeList({ changes, names }: { changes: RowChange[]; names: Names }) {
  const words = useWords(settingsWords);
  const [all, setAll] = useState(false);
  if (changes.length === 0) return <p className="dim">{words.diff.none}</p>;
  const shown = all ? changes : changes.slice(0, firstChanges);
  return (
    <>
      <ul className="changes">
        {shown.map((change) => (
          <li key={`${change.kind} ${change.list} ${change.name}`} className={`change change-${change.kind}`}>
            <b>{words.diff[change.kind]}</b> {change.fields[0]?.field === change.list ? "" : names.list(change.list)}{" "}
            {change.label}
            {change.fields.length > 0 && (
              <ul>
                {change.fields.map(({ field, before, after }) => (
                  <li key={field}>
                    <span className="dim">{names.list(field) === field ? names.field(field) : names.list(field)}</span>{" "}
                    <del>{brief(names.value(field, before)) || words.diff.nothing}</del> →{" "}
                    <ins>{brief(names.value(field, after)) || words.diff.nothing}</ins>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {changes.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {words.diff.more(changes.length - shown.length)}
        </button>
      )}
    </>
  );
}

const longest = 160;

function brief(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
