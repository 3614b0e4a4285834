/** Import, export and versions of a table. */
import { DownloadOutlined, HistoryOutlined, UploadOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useRef, useState } from "react";
import { ApiError } from "../../../client/api-error.ts";
import { useWords } from "../../../i18n/language.tsx";
import { useMay } from "../../../me/use-may.ts";
import { Failure } from "../../../parts/failure.tsx";
import { calls } from "../calls.ts";
import { settingsWords } from "../words.ts";
import { downloadJson, downloadSheet, mainList, readSheetInto } from "./files.ts";
import type { Document } from "./rows.ts";
import type { Schema } from "./schema.ts";
import type { Book } from "./use-book.ts";

type Props = { book: Book; schema: Schema; showHistory: boolean; toggleHistory: () => void };

export function Tools({ book, schema, showHistory, toggleHistory }: Props) {
  const words = useWords(settingsWords);
  const may = useMay("rulebook");
  const name = words.sections[book.kind]?.name ?? book.kind;
  const [refused, setRefused] = useState<ApiError | null>(null);
  const fails = (error: unknown) => {
    if (error instanceof ApiError) return setRefused(error);
    book.say({ kind: "failed", why: error instanceof Error ? error.message : String(error) });
  };
  return (
    <div className="row-acts tools">
      {may && <FileButton {...{ book, schema, fails }} begins={() => setRefused(null)} />}
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => downloadJson(name, book.body)}>
        {words.tools.json}
      </Button>
      {mainList(schema) && (
        <Button
          icon={<DownloadOutlined aria-hidden />}
          onClick={() => downloadSheet(name, book.body, schema, book.form.names.field).catch(fails)}
        >
          {words.tools.xlsx}
        </Button>
      )}
      <Button icon={<HistoryOutlined aria-hidden />} aria-expanded={showHistory} onClick={toggleHistory}>
        {words.tools.history}
      </Button>
      {refused && <Failure error={refused} />}
    </div>
  );
}

type FileProps = { book: Book; schema: Schema; begins: () => void; fails: (error: unknown) => void };

function FileButton({ book, schema, begins, fails }: FileProps) {
  const words = useWords(settingsWords);
  const input = useRef<HTMLInputElement>(null);
  const isClasses = book.kind === "classes";
  const take = async (file: File | undefined) => {
    if (!file || !book.inForce) return;
    begins();
    const isSheet = /\.xlsx$/i.test(file.name);
    if (isSheet && mainList(schema) === null) throw new Error(words.tools.noRows);
    const read =
      isClasses && /\.(tsv|txt)$/i.test(file.name)
        ? ((await calls.readClasses(file)).body as Document)
        : isSheet
          ? await readSheetInto(book.body, schema, file, book.form.names.field)
          : documentIn(await file.text());
    book.begin({ ...read, source: file.name });
    book.say({ kind: "imported" });
  };
  return (
    <>
      <Button
        icon={<UploadOutlined aria-hidden />}
        title={isClasses ? words.tools.importClasses : words.tools.importHint}
        onClick={() => input.current?.click()}
      >
        {words.tools.importFile}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.tools.importFile}
        accept={isClasses ? ".json,.xlsx,.tsv,.txt" : ".json,.xlsx"}
        onChange={(event) => {
          take(event.target.files?.[0]).catch(fails);
          event.target.value = "";
        }}
      />
    </>
  );
}

/** The document itself, or what the API answers with it in `body`. */
function documentIn(text: string): Document {
  const read = JSON.parse(text) as { body?: Document; kind?: string };
  return read.kind !== undefined && typeof read.body === "object" ? read.body : (read as Document);
}
