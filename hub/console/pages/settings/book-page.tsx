/** One table of the rulebook: what is in force, a draft to edit, its versions, and what this table needs besides. */
import { EditOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { type ReactNode, useState } from "react";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import type { Kind } from "./calls.ts";
import { DraftBar } from "./editor/draft-bar.tsx";
import { Fields } from "./editor/fields.tsx";
import { FormContext } from "./editor/form-context.ts";
import { RowTable } from "./editor/row-table.tsx";
import { type Schema, shapeOf } from "./editor/schema.ts";
import { Tools } from "./editor/tools.tsx";
import { type Book, type Said, useBook } from "./editor/use-book.ts";
import { Versions } from "./editor/versions.tsx";
import { useSchema } from "./queries.ts";
import { type SettingsWords, settingsWords } from "./words.ts";

/** `above` and `below` stand around the fields; `hidden` fields are shown by them. */
type Props = {
  kind: Kind;
  above?: (book: Book) => ReactNode;
  below?: (book: Book) => ReactNode;
  hidden?: readonly string[];
  columns?: Record<string, string[]>;
  marked?: { list: string; index: number } | null;
};

export function BookPage(props: Props) {
  const book = useBook(props.kind);
  const schema = useSchema(props.kind);
  const error = book.table.error ?? schema.error;
  if (book.inForce && schema.data) return <BookBody {...props} book={book} schema={schema.data} />;
  if (error) return <Failure error={error} retry={() => void book.table.refetch()} />;
  return <Waiting rows={8} />;
}

function BookBody({
  book,
  schema,
  above,
  below,
  hidden = [],
  columns = {},
  marked = null,
}: Props & { book: Book; schema: Schema }) {
  const [showHistory, setHistory] = useState(false);
  const words = useWords(settingsWords);
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name]) => name !== "source" && !hidden.includes(name),
  );
  const isRows = ([, field]: [string, Schema]) => shapeOf(field).kind === "rows";
  const plain = fields.filter((field) => !isRows(field));
  const leave = Object.keys(schema.properties ?? {}).filter((name) => !plain.some(([own]) => own === name));
  return (
    <FormContext value={book.form}>
      <InForce book={book} />
      <SaidLine book={book} said={book.said} />
      <Tools {...{ book, schema, showHistory }} toggleHistory={() => setHistory(!showHistory)} />
      <DraftBar book={book} />
      {showHistory && <Versions book={book} />}
      {above?.(book)}
      {fields.filter(isRows).map(([list, field]) => (
        <RowTable
          key={list}
          list={list}
          rows={Array.isArray(book.body[list]) ? book.body[list] : []}
          item={(shapeOf(field) as { item: Schema }).item}
          marked={marked?.list === list ? marked.index : null}
          {...(columns[list] === undefined ? {} : { columns: columns[list] })}
        />
      ))}
      {plain.length > 0 && (
        <Panel title={words.rows.rest}>
          <Fields schema={schema} value={book.body} path={[]} leave={leave} />
        </Panel>
      )}
      {below?.(book)}
    </FormContext>
  );
}

function InForce({ book: { inForce, draft, begin } }: { book: Book }) {
  const may = useMay("rulebook");
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  const nameOf = useNames([inForce?.by]);
  if (!inForce) return null;
  const { version, by, at, source } = inForce;
  return (
    <div className="in-force">
      <div>
        <p>
          <b>{version === 0 ? words.shipped : words.version(version)}</b>{" "}
          {version > 0 && `${nameOf(by)} · ${momentText(at, now(), language, { seconds: false })}`}
        </p>
        <p className="dim">
          {words.source}：{source}
        </p>
        {version === 0 && <p className="dim">{words.shippedNote}</p>}
      </div>
      {!draft && may && (
        <Button type="primary" icon={<EditOutlined aria-hidden />} onClick={() => begin()}>
          {words.draft.edit}
        </Button>
      )}
    </div>
  );
}

function SaidLine({ book, said }: { book: Book; said: Said | null }) {
  const words = useWords(settingsWords);
  if (said === null) return null;
  return (
    <p role={said.kind === "failed" ? "alert" : "status"} className={`said said-${said.kind}`}>
      {sentenceOf(said, words)}{" "}
      {said.kind === "discarded" && (
        <button type="button" className="link" onClick={book.undo}>
          {words.draft.undo}
        </button>
      )}{" "}
      <button type="button" className="link" onClick={() => book.say(null)}>
        {words.draft.close}
      </button>
    </p>
  );
}

function sentenceOf(said: Said, words: SettingsWords): string {
  if (said.kind === "saved") return words.draft.saved(said.version);
  if (said.kind === "restored") return words.history.restored(words.version(said.version));
  if (said.kind === "discarded") return words.draft.discarded;
  if (said.kind === "imported") return words.tools.imported;
  return said.kind === "both" ? words.stale.both(said.list) : words.tools.broken(said.why);
}
