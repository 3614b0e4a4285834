/** The files an entry carries: brought, read, and taken away with a reason. */
import { FileTextOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { LedgerFileView } from "../../../ledgers/views.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { PickFiles } from "../tickets/pick-files.tsx";
import { calls } from "./calls.ts";
import { fileWords } from "./file-words.ts";
import { useWrite } from "./queries.ts";

/** `mayAdd`: the entry counts; what it carries is read all the same. */
type Props = { book: string; id: string; mayAdd: boolean };

export function EntryFiles({ book, id, mayAdd }: Props) {
  const words = useWords(fileWords);
  const { data, error } = useQuery({ queryKey: ["ledger-files", book, id], queryFn: () => calls.files(book, id) });
  const bring = useWrite(async (files: File[]) => {
    for (const file of files) await calls.bringFile(book, id, file);
  });
  if (error && !data) return <Failure error={error} />;
  if (!data) return <Waiting rows={1} />;
  const counting = data.filter(({ gone }) => gone === undefined);
  const gone = data.filter((file) => file.gone !== undefined);
  return (
    <section className="compared" aria-label={words.title}>
      <h3>{words.title}</h3>
      {data.length === 0 && <p className="dim">{words.none}</p>}
      <ul className="rows">
        {[...counting, ...gone].map((file) => (
          <Row key={`${file.id} ${file.at}`} file={file} book={book} id={id} mayEnd={mayAdd} />
        ))}
      </ul>
      {mayAdd && (
        <div className="row-acts">
          <PickFiles label={bring.isPending ? words.sending : words.add} pick={bring.mutate} />
          <span className="fine">{words.hint}</span>
        </div>
      )}
      {bring.error && <Failure error={bring.error} />}
    </section>
  );
}

type RowProps = { file: LedgerFileView; book: string; id: string; mayEnd: boolean };

function Row({ file, book, id, mayEnd }: RowProps) {
  const words = useWords(fileWords);
  const { language } = useSpeech();
  const nameOf = useNames([file.by, ...(file.gone ? [file.gone.by] : [])]);
  const { name, size, by, at, gone } = file;
  const said = (moment: number) => momentText(moment, now(), language, { seconds: false });
  return (
    <li className={gone ? "entry-void" : ""}>
      <p className="beside">
        <FileTextOutlined aria-hidden />
        <a {...fileLink(calls.fileAddress(book, id, file.id))}>{name}</a>
        <span className="fine">
          {words.size(size)} · {nameOf(by)} · {said(at)}
        </span>
      </p>
      {gone ? (
        <p className="fine">
          <b>{words.gone}</b> {nameOf(gone.by)} · {said(gone.at)} · {gone.why}
        </p>
      ) : (
        mayEnd && <EndIt file={file} book={book} id={id} />
      )}
    </li>
  );
}

function EndIt({ file, book, id }: Omit<RowProps, "mayEnd">) {
  const words = useWords(fileWords);
  const [why, setWhy] = useState<string | null>(null);
  const [isMissing, miss] = useState(false);
  const end = useWrite((reason: string) => calls.endFile(book, id, file.id, reason));
  if (why === null)
    return (
      <button type="button" className="link" aria-label={words.endOf(file.name)} onClick={() => setWhy("")}>
        {words.end}
      </button>
    );
  const submit = () => {
    miss(why.trim() === "");
    if (why.trim() !== "") end.mutate(why.trim());
  };
  return (
    <div className="void-form">
      <Field label={words.endWhy} problem={isMissing ? words.endMissing : ""}>
        {(control) => (
          <Input {...control} maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
        )}
      </Field>
      <div className="row-acts">
        <Button danger loading={end.isPending} onClick={submit}>
          {words.end}
        </Button>
        <Button onClick={() => setWhy(null)}>{words.cancel}</Button>
      </div>
      {end.error && <Failure error={end.error} />}
    </div>
  );
}
