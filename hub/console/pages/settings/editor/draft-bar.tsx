/** What the draft is, what is wrong with it, who was faster; and the one button that makes it hold. */
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { useNames } from "../../../called/use-names.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { Failure } from "../../../parts/failure.tsx";
import { Field } from "../../../parts/field.tsx";
import { settingsWords } from "../words.ts";
import { ChangeList } from "./change-list.tsx";
import { problemAt, reasonOf, valueAt } from "./problem.ts";
import { differences } from "./rows.ts";
import type { Book } from "./use-book.ts";

export function DraftBar({ book }: { book: Book }) {
  const words = useWords(settingsWords);
  const [open, setOpen] = useState(false);
  const { draft, changes, body, form, isSaving, isStale } = book;
  if (!draft) return null;
  const source = typeof body.source === "string" ? body.source : "";
  return (
    <section className="panel draft-bar" aria-label={words.draft.title}>
      <p>
        <b>{words.draft.title}</b> {words.draft.text}
      </p>
      {isStale && <Stale book={book} />}
      <Field
        label={words.draft.source}
        hint={words.draft.sourceHint}
        problem={problemAt(form.problems, "/source") && words.draft.sourceHint}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            value={source}
            onChange={(event) => form.change?.(["source"], event.target.value)}
          />
        )}
      </Field>
      <Wrong book={book} />
      {book.failure && <Failure error={book.failure} />}
      <div className="row-acts">
        <Button
          type="primary"
          loading={isSaving}
          disabled={isStale || (changes.length === 0 && source === "")}
          onClick={book.keep}
        >
          {words.draft.save}
        </Button>
        <Button onClick={book.discard}>{words.draft.discard}</Button>
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {changes.length === 0 ? words.draft.same : words.draft.changes(changes.length)}
        </button>
      </div>
      {open && changes.length > 0 && <ChangeList changes={changes} names={form.names} />}
    </section>
  );
}

function Stale({ book: { draft, inForce, form, rebase } }: { book: Book }) {
  const words = useWords(settingsWords);
  const nameOf = useNames([inForce?.by]);
  if (!draft || !inForce) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={words.stale.title(nameOf(inForce.by), inForce.version)}
      description={
        <>
          <p>{words.stale.text}</p>
          <ChangeList changes={differences(draft.from, inForce.body)} names={form.names} />
          <Button onClick={rebase}>{words.stale.take}</Button>
        </>
      }
    />
  );
}

function Wrong({ book: { problems, form, body } }: { book: Book }) {
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="field-problem draft-wrong">
      <p>{words.draft.wrong}</p>
      <ul>
        {problems.map(({ path, why }) => (
          <li key={path + why}>
            {placeOf(path, body, form.names) || words.draft.local}：
            {reasonOf(why, valueAt(body, path), language, words.draft.empty)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `/rows/3/unit` as `派遣表 第 4 行 单位`. */
function placeOf(path: string, body: Book["body"], names: Book["form"]["names"]): string {
  const [list = "", row, ...rest] = path.split("/").slice(1);
  if (list === "") return "";
  const index = Number(row);
  const one = Array.isArray(body[list]) && Number.isInteger(index) ? body[list][index] : undefined;
  const named =
    one !== null && typeof one === "object" && !Array.isArray(one) ? names.value("name", one.name ?? one.title) : "";
  const parts = rest.filter((step) => !/^\d+$/.test(step)).map(names.field);
  return [names.list(list), row === undefined ? "" : Number.isInteger(index) ? `${index + 1} ${named}` : row, ...parts]
    .filter(Boolean)
    .join(" · ");
}
