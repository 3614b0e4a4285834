/** A sheet is tried, looked at, and taken; it goes on by itself when the page is left. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useRef } from "react";
import type { ImportView } from "../../http/registry-views.ts";
import { useNames } from "../called/use-names.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { Age } from "./age.tsx";
import { Failure } from "./failure.tsx";
import { importWords } from "./import-words.ts";
import { Panel } from "./panel.tsx";

const busy: readonly ImportView["state"][] = ["waiting", "reading", "taking"];
const isBusy = ({ state }: ImportView) => busy.includes(state);
/** Somebody has something to do with it, however old it is. */
const isLeft = ({ state }: ImportView) => state === "failed";

/** `missing`: what a list no longer names; only lists that can be the whole are asked. */
export type TakeWish = { which: "right" | "all"; missing: "keep" | "end" };

/** One kind of list: how it is asked for, tried and taken. */
export type ImportOf = {
  title: string;
  hint: string;
  /** The name its imports are kept under. */
  kept: string;
  /** What is asked anew once some of it was taken. */
  renews: string;
  /** The rows that are taken. */
  takes: readonly (keyof ImportView["counts"])[];
  imports(): Promise<ImportView[]>;
  tryFile(file: File): Promise<ImportView>;
  take(id: string, wish: TakeWish): Promise<ImportView>;
  errorsHref(id: string): string;
};

export function ImportPanel({ of }: { of: ImportOf }) {
  const words = useWords(importWords);
  const queries = useQueryClient();
  const imports = useQuery({
    queryKey: [of.kept],
    queryFn: of.imports,
    refetchInterval: ({ state }) => (state.data?.some(isBusy) ? 500 : false),
  });
  const again = () => void queries.invalidateQueries({ queryKey: [of.kept] });
  const send = useMutation({ mutationFn: of.tryFile, onSettled: again });
  const nameOf = useNames((imports.data ?? []).map(({ by }) => by));
  const field = useRef<HTMLInputElement>(null);
  const [newest, ...others] = imports.data ?? [];
  const earlier = others.filter((job) => !isLeft(job));
  return (
    <Panel title={of.title} className="panel-wide">
      <input
        ref={field}
        type="file"
        hidden
        accept=".xlsx,.csv"
        aria-label={words.choose}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) send.mutate(file);
          target.value = "";
        }}
      />
      <Button loading={send.isPending} onClick={() => field.current?.click()}>
        {words.choose}
      </Button>
      <p className="fine">{send.isPending ? words.sending : of.hint}</p>
      {send.error && <Failure error={send.error} />}
      {imports.error && <Failure error={imports.error} retry={() => void imports.refetch()} />}
      {newest && <ImportCard job={newest} again={again} of={of} />}
      {others.filter(isLeft).map((job) => (
        <ImportCard key={job.id} job={job} again={again} of={of} />
      ))}
      {earlier.length > 0 && (
        <details>
          <summary>{words.earlier}</summary>
          <ul className="mend">
            {earlier.map((job) => (
              <li key={job.id}>
                {job.name} · {words.states[job.state]} · {nameOf(job.by)} · <Age at={job.at} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function ImportCard({ job, again, of }: { job: ImportView; again: () => void; of: ImportOf }) {
  const words = useWords(importWords);
  const { counts } = job;
  return (
    <section className="import" aria-label={job.name}>
      <p role="status">
        <b>{job.name}</b> · {words.states[job.state]}
      </p>
      {isBusy(job) && (
        <>
          <progress className="bar" max={100} value={job.percent} aria-label={words.states[job.state]} />
          {job.leftMs !== undefined && job.leftMs > 2000 && (
            <p className="dim">{words.left(Math.ceil(job.leftMs / 1000))}</p>
          )}
        </>
      )}
      {job.refused && <Refused refused={job.refused} />}
      <p>
        {(["new", "changed", "same", "wrong"] as const).map((verdict) => (
          <span key={verdict} className="import-count">
            {words.verdicts[verdict]} <b className="number">{counts[verdict]}</b>
          </span>
        ))}
      </p>
      {(job.state === "checked" || job.state === "failed") && <TakeActs job={job} again={again} of={of} />}
      {job.state === "done" && counts.wrong > 0 && <p>{words.notTaken(counts.wrong)}</p>}
      {job.errors.length > 0 && <ImportErrors job={job} href={of.errorsHref(job.id)} />}
    </section>
  );
}

/** Only a list without a wrong row can be the whole, and end what it lacks. */
function TakeActs({ job, again, of }: { job: ImportView; again(): void; of: ImportOf }) {
  const words = useWords(importWords);
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: (wish: TakeWish) => of.take(job.id, wish),
    onSettled: () => {
      again();
      void queries.invalidateQueries({ queryKey: [of.renews] });
    },
  });
  const { counts, missing = 0 } = job;
  const right = of.takes.reduce((sum, verdict) => sum + counts[verdict], 0);
  if (right === 0 && !isLeft(job)) return <p>{counts.wrong > 0 ? words.noneRight : words.nothing}</p>;
  const which = isLeft(job) || counts.wrong > 0 ? "right" : "all";
  const mayEnd = counts.wrong === 0 && missing > 0;
  const all = mayEnd ? words.takeKeep(right) : words.takeAll(right);
  const text = isLeft(job) ? words.takeUp : counts.wrong > 0 ? words.takeRight(right) : all;
  return (
    <div className="import-acts">
      <Button type="primary" loading={take.isPending} onClick={() => take.mutate({ which, missing: "keep" })}>
        {text}
      </Button>
      {mayEnd && (
        <Button loading={take.isPending} onClick={() => take.mutate({ which, missing: "end" })}>
          {words.takeEnd(missing)}
        </Button>
      )}
      {take.error && <Failure error={take.error} />}
    </div>
  );
}

/** Of a sheet that is refused the detail says in both languages what to do; of what failed the fault's own words do. */
function Refused({ refused: { code, detail } }: { refused: NonNullable<ImportView["refused"]> }) {
  const { say } = useSpeech();
  const words = wordsFor(code);
  if (code === "SHEET_REFUSED" || words === null) return <p className="import-refused">{detail}</p>;
  return (
    <p className="import-refused">
      <b>{say(words.what)}</b> {say(words.cure)}
    </p>
  );
}

function ImportErrors({ job, href }: { job: ImportView; href: string }) {
  const words = useWords(importWords);
  const { language } = useSpeech();
  return (
    <>
      <h3>{words.errors}</h3>
      <table className="work-table">
        <thead>
          <tr>
            {(["row", "column", "value", "what"] as const).map((name) => (
              <th key={name} scope="col">
                {words[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {job.errors.map((error) => (
            <tr key={`${error.row} ${error.column} ${error.zh}`}>
              <td className="number">{error.row}</td>
              <td>{error.column}</td>
              <td>{error.value}</td>
              <td>{language === "en" ? error.en : error.zh}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button href={href}>{words.errorsFile}</Button>
    </>
  );
}
