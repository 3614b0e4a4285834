/** One entry: its fields, to change or to void with a reason, and everything it ever was. */
import Button from "antd/es/button";
import Drawer from "antd/es/drawer";
import Input from "antd/es/input";
import { useState } from "react";
import { Link } from "wouter";
import type { LedgerBookView, LedgerEntryView } from "../../../ledgers/views.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLook } from "../../look/look.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { calls } from "./calls.ts";
import { EntryFiles } from "./entry-files.tsx";
import { EntryForm } from "./entry-form.tsx";
import { knownText } from "./known-text.ts";
import { useEntryHistory, useWrite } from "./queries.ts";
import { useUnitName } from "./use-unit-of.ts";
import { ledgersWords } from "./words.ts";

type Props = { book: LedgerBookView; entry: LedgerEntryView | null; isNew: boolean; close: () => void };

export function EntryDrawer({ book, entry, isNew, close }: Props) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  const { screen } = useLook();
  return (
    <Drawer
      open={isNew || entry !== null}
      title={isNew ? `${say(book.title)} · ${words.newEntry}` : String(entry?.fields.name ?? say(book.title))}
      onClose={close}
      size={screen === "phone" ? "100%" : "large"}
      destroyOnHidden
    >
      {isNew ? <NewEntry book={book} close={close} /> : entry && <Entry key={entry.id} book={book} entry={entry} />}
    </Drawer>
  );
}

function NewEntry({ book, close }: { book: LedgerBookView; close: () => void }) {
  const add = useWrite((fields: Record<string, string | number>) => calls.add(book.id, fields));
  return (
    <EntryForm
      book={book}
      fields={{}}
      isSaving={add.isPending}
      error={add.error}
      save={(fields) => add.mutate(fields, { onSuccess: close })}
      cancel={close}
    />
  );
}

function Entry({ book, entry }: { book: LedgerBookView; entry: LedgerEntryView }) {
  const words = useWords(ledgersWords);
  const { say, language } = useSpeech();
  const unitName = useUnitName();
  const written = (value: string) => (entry.source && language === "en" ? knownText(value) : value);
  /** What the form began with; null while it is not open. */
  const [seen, see] = useState<LedgerEntryView | null>(null);
  const change = useWrite(({ fields, why }: { fields: Record<string, string | number>; why: string }) =>
    calls.change(book.id, entry.id, { rev: seen?.rev ?? entry.rev, fields, ...(why === "" ? {} : { why }) }),
  );
  const mayChange = book.mayWrite && entry.rev > 0 && entry.state === "live";
  const facts = book.columns
    .filter(({ id }) => entry.fields[id] !== undefined)
    .map(({ id, title, type }) => ({
      name: say(title),
      value: type === "unit" ? unitName(String(entry.fields[id])) : written(String(entry.fields[id])),
    }));
  return (
    <>
      {seen ? (
        <EntryForm
          book={book}
          fields={seen.fields}
          newest={entry.fields}
          {...(entry.rev > seen.rev && {
            takeNewest: () => {
              see(entry);
              change.reset();
            },
          })}
          askWhy
          isSaving={change.isPending}
          error={change.error}
          save={(fields, why) => change.mutate({ fields, why }, { onSuccess: () => see(null) })}
          cancel={() => see(null)}
        />
      ) : (
        <Facts facts={facts} />
      )}
      {entry.source && (
        <p className="dim">
          {words.known(say(entry.source))} <AboutLink entry={entry} />
        </p>
      )}
      {mayChange && seen === null && (
        <div className="row-acts">
          <Button type="primary" onClick={() => see(entry)}>
            {words.edit}
          </Button>
          <VoidIt book={book} entry={entry} />
        </div>
      )}
      {book.mayWrite && entry.rev > 0 && <EntryFiles book={book.id} id={entry.id} mayAdd={entry.state === "live"} />}
      {entry.rev > 0 && <History book={book} id={entry.id} />}
    </>
  );
}

function AboutLink({ entry: { about } }: { entry: LedgerEntryView }) {
  const words = useWords(ledgersWords);
  if (about?.ticket) return <Link href={`/tickets/${about.ticket}`}>{words.look}</Link>;
  if (!about?.gateway) return null;
  const gateway = encodeURIComponent(about.gateway);
  const href = about.device ? `/devices/${gateway}/${encodeURIComponent(about.device)}` : `/gateways/${gateway}`;
  return <Link href={href}>{words.look}</Link>;
}

function VoidIt({ book, entry }: { book: LedgerBookView; entry: LedgerEntryView }) {
  const words = useWords(ledgersWords);
  const [why, setWhy] = useState<string | null>(null);
  const [isMissing, miss] = useState(false);
  const end = useWrite((reason: string) => calls.void(book.id, entry.id, entry.rev, reason));
  if (why === null)
    return (
      <Button danger onClick={() => setWhy("")}>
        {words.void}
      </Button>
    );
  const submit = () => {
    miss(why.trim() === "");
    if (why.trim() !== "") end.mutate(why.trim());
  };
  return (
    <div className="void-form">
      <Field label={words.voidWhy} problem={isMissing ? words.voidMissing : ""}>
        {(control) => (
          <Input {...control} maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
        )}
      </Field>
      <Button danger loading={end.isPending} onClick={submit}>
        {words.void}
      </Button>
      {end.error && <Failure error={end.error} newest={end.reset} />}
    </div>
  );
}

function History({ book, id }: { book: LedgerBookView; id: string }) {
  const words = useWords(ledgersWords);
  const { say, language } = useSpeech();
  const { data, error } = useEntryHistory(book.id, id);
  const nameOf = useNames((data ?? []).map(({ by }) => by));
  if (error) return <Failure error={error} />;
  if (!data) return <Waiting rows={2} />;
  return (
    <section className="compared" aria-label={words.history}>
      <h3>{words.history}</h3>
      <ol className="versions">
        {data.map((revision, at) => {
          const before = data[at + 1]?.fields ?? {};
          const changed = book.columns.filter((column) => before[column.id] !== revision.fields[column.id]);
          return (
            <li key={revision.rev}>
              <p>
                <b>
                  {revision.state === "void"
                    ? words.voided
                    : revision.rev === 1
                      ? words.first
                      : words.rev(revision.rev)}
                </b>{" "}
                {nameOf(revision.by)} · {momentText(revision.at, now(), language, { seconds: false })}{" "}
                <span className="dim">{revision.why}</span>
              </p>
              {revision.rev > 1 && changed.length > 0 && (
                <ul className="changes">
                  {changed.map((column) => (
                    <li key={column.id}>
                      <span className="dim">{say(column.title)}</span> <del>{before[column.id] ?? "–"}</del> →{" "}
                      <ins>{revision.fields[column.id] ?? "–"}</ins>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
