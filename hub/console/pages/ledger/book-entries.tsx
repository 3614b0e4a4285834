/** The entries of a book: filters, what ends soon first, and what can be done with them. */
import { DownloadOutlined, PlusOutlined, PrinterOutlined, UploadOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import Checkbox from "antd/es/checkbox";
import Input from "antd/es/input";
import { useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import type { LedgerBookView } from "../../../ledgers/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { fileLink } from "../../parts/file-link.ts";
import { FilterLinks } from "../../parts/filter-links.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { BringIn } from "./bring-in.tsx";
import { calls, type EntryFilter, type ExportWish, mostShown } from "./calls.ts";
import { EntryDrawer } from "./entry-drawer.tsx";
import { EntryTable } from "./entry-table.tsx";
import { useEntries } from "./queries.ts";
import { ledgersWords } from "./words.ts";

export function BookEntries({ book }: { book: LedgerBookView }) {
  const words = useWords(ledgersWords);
  const { language } = useSpeech();
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const filter = { state: stateIn(search), q: search.get("q") ?? "", due: search.get("show") === "due" };
  const entries = useEntries(book.id, filter);
  const [isNew, setNew] = useState(false);
  const chosen = entries.data?.find(({ id }) => id === search.get("entry"));
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    go(next.size === 0 ? path : `${path}?${next}`, { replace: true });
  };
  const isFiltered = filter.state !== "live" || filter.q !== "" || filter.due;
  return (
    <>
      <div className="filter-row no-print">
        <FilterLinks
          name="show"
          label={words.dueOnly}
          filters={[
            { value: "all", text: words.everything },
            { value: "due", text: words.dueOnly },
          ]}
        />
        <FilterLinks
          name="state"
          label={words.show}
          filters={(["live", "void", "all"] as const).map((value) => ({ value, text: words.state[value] }))}
        />
        <Input.Search
          className="row-search"
          allowClear
          aria-label={words.search}
          placeholder={words.search}
          defaultValue={filter.q}
          onSearch={(text) => set("q", text)}
          onChange={(event) => set("q", event.target.value)}
        />
      </div>
      <Acts book={book} add={() => setNew(true)} />
      <p className="only-print">{words.printed(momentText(now(), 0, language, { seconds: false }))}</p>
      {entries.error && !entries.data && <Failure error={entries.error} retry={() => void entries.refetch()} />}
      {!entries.data && !entries.error && <Waiting rows={6} />}
      {entries.data?.length === 0 && (
        <Quiet title={isFiltered ? words.noneFiltered : words.none} calm>
          {isFiltered ? "" : book.mayWrite ? words.noneText : words.noneRead}
        </Quiet>
      )}
      {entries.data && entries.data.length > 0 && (
        <EntryTable book={book} entries={entries.data} open={({ id }) => set("entry", id)} />
      )}
      {entries.data?.length === mostShown && <p className="list-foot dim">{words.more(mostShown)}</p>}
      <EntryDrawer
        book={book}
        entry={chosen ?? null}
        isNew={isNew}
        close={() => (isNew ? setNew(false) : set("entry", ""))}
      />
    </>
  );
}

/** The live ones unless the address says otherwise. */
function stateIn(search: URLSearchParams): EntryFilter["state"] {
  const state = search.get("state");
  return state === "void" || state === "all" ? state : "live";
}

function Acts({ book, add }: { book: LedgerBookView; add: () => void }) {
  const words = useWords(ledgersWords);
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [whole, setWhole] = useState(false);
  const hasSensitive = book.mayWrite && book.columns.some(({ sensitive }) => sensitive === true);
  const address = (query: ExportWish) =>
    calls.exportAddress(book.id, { ...query, ...(whole ? { sensitive: true } : {}) });
  return (
    <>
      <div className="row-acts tools no-print">
        {book.mayWrite && (
          <>
            <Button type={file ? "default" : "primary"} icon={<PlusOutlined aria-hidden />} onClick={add}>
              {words.add}
            </Button>
            <Button
              icon={<UploadOutlined aria-hidden />}
              title={words.file.hint}
              onClick={() => input.current?.click()}
            >
              {words.import}
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              accept=".xlsx,.csv"
              aria-label={words.import}
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null);
                event.target.value = "";
              }}
            />
            <Button type="link" {...fileLink(address({ template: true }))}>
              {words.template}
            </Button>
          </>
        )}
        <Button icon={<DownloadOutlined aria-hidden />} {...fileLink(address({ format: "xlsx" }))}>
          {words.xlsx}
        </Button>
        <Button icon={<DownloadOutlined aria-hidden />} {...fileLink(address({ format: "csv" }))}>
          {words.csv}
        </Button>
        <Button icon={<PrinterOutlined aria-hidden />} onClick={() => print()}>
          {words.print}
        </Button>
        {hasSensitive && (
          <Checkbox checked={whole} onChange={(event) => setWhole(event.target.checked)}>
            {words.sensitive}
          </Checkbox>
        )}
      </div>
      {!book.mayWrite && <p className="dim">{words.readOnly}</p>}
      {file && <BringIn key={file.name + file.lastModified} book={book.id} file={file} close={() => setFile(null)} />}
    </>
  );
}
