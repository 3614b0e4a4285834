/** A sheet is tried, looked at, and taken; it goes on by itself when the page is left. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import { useRef } from "react";
import type { ImportView } from "../../../http/registry-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useNames } from "../../use-names.ts";
import { faultDetail } from "../../words/fault-detail.ts";
import { inventoryCalls } from "./calls.ts";
import { inventoryWords } from "./words.ts";

const isBusy = ({ state }: ImportView) => state === "reading" || state === "taking";

export function ImportPanel() {
  const words = useWords(inventoryWords);
  const client = useQueryClient();
  const imports = useQuery({
    queryKey: ["imports"],
    queryFn: inventoryCalls.imports,
    refetchInterval: ({ state }) => (state.data?.some(isBusy) ? 500 : false),
  });
  const again = () => void client.invalidateQueries({ queryKey: ["imports"] });
  const send = useMutation({ mutationFn: inventoryCalls.tryFile, onSettled: again });
  const nameOf = useNames((imports.data ?? []).map(({ by }) => by));
  const field = useRef<HTMLInputElement>(null);
  const [newest, ...earlier] = imports.data ?? [];
  return (
    <Panel title={words.importing} className="panel-wide">
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
      <p className="fine">{send.isPending ? words.sending : words.chooseHint}</p>
      {send.error && <Failure error={send.error} />}
      {imports.error && <Failure error={imports.error} retry={() => void imports.refetch()} />}
      {newest && <ImportCard job={newest} again={again} />}
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

function ImportCard({ job, again }: { job: ImportView; again: () => void }) {
  const words = useWords(inventoryWords);
  const { language } = useSpeech();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: (which: "right" | "all") => inventoryCalls.take(job.id, which),
    onSettled: () => {
      again();
      void client.invalidateQueries({ queryKey: ["devices"] });
    },
  });
  const { counts } = job;
  const right = counts.new + counts.changed;
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
      {job.refused && <p className="import-refused">{faultDetail(job.refused, language)}</p>}
      <p>
        {(["new", "changed", "same", "wrong"] as const).map((verdict) => (
          <span key={verdict} className="import-count">
            {words.verdicts[verdict]} <b className="number">{counts[verdict]}</b>
          </span>
        ))}
      </p>
      {job.state === "checked" && right === 0 && <p>{counts.wrong > 0 ? words.noneRight : words.nothing}</p>}
      {job.state === "checked" && right > 0 && (
        <Button type="primary" loading={take.isPending} onClick={() => take.mutate(counts.wrong > 0 ? "right" : "all")}>
          {counts.wrong > 0 ? words.takeRight(right) : words.takeAll}
        </Button>
      )}
      {take.error && <Failure error={take.error} />}
      {job.errors.length > 0 && <ImportErrors job={job} />}
    </section>
  );
}

function ImportErrors({ job }: { job: ImportView }) {
  const words = useWords(inventoryWords);
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
      <Button href={`/api/registry/imports/${job.id}/errors`}>{words.errorsFile}</Button>
    </>
  );
}
