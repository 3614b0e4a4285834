/** Try it: which row of the table on screen takes such a case, and why. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Select from "antd/es/select";
import { useState } from "react";
import { ApiError } from "../../../client/api-error.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { Failure } from "../../../parts/failure.tsx";
import { Field } from "../../../parts/field.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { calls } from "../calls.ts";
import { problemsOf, reasonOf, valueAt } from "../editor/problem.ts";
import type { Book } from "../editor/use-book.ts";
import { settingsWords } from "../words.ts";

export function DispatchTrial({ book, mark }: { book: Book; mark: (row: number | null) => void }) {
  const words = useWords(settingsWords);
  const { t, say } = useSpeech();
  const { names } = book.form;
  const [code, setCode] = useState("local:fire");
  const [area, setArea] = useState<string>();
  const [severity, setSeverity] = useState<1 | 2 | 3 | 4>(1);
  const trial = useMutation({
    mutationFn: () =>
      calls.tryDispatch({
        ...{ class: code, severity },
        ...(area === undefined ? {} : { area }),
        ...(book.draft ? { table: { ...book.body, source: book.body.source || "draft" } } : {}),
      }),
    onSuccess: ({ row }) => mark(row === undefined ? null : row - 1),
  });
  const severities = ([1, 2, 3, 4] as const).map((value) => ({ value, label: t.severity[value].short }));
  return (
    <Panel title={words.dispatch.trial}>
      <p className="dim">{words.dispatch.lead}</p>
      <div className="trial">
        <Field label={names.field("class")}>
          {(control) => (
            <Select
              {...control}
              className="wide"
              showSearch={{ optionFilterProp: "label" }}
              value={code}
              onChange={setCode}
              options={names.options("class")?.options ?? []}
            />
          )}
        </Field>
        <Field label={names.field("area")}>
          {(control) => (
            <Select
              {...control}
              className="wide"
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              value={area ?? null}
              placeholder={words.rows.none2}
              onChange={(next?: string | null) => setArea(next ?? undefined)}
              options={(names.options("area")?.options ?? []) as { value: string; label: string }[]}
            />
          )}
        </Field>
        <Field label={t.severity.label}>
          {(control) => (
            <Select {...control} className="wide" value={severity} onChange={setSeverity} options={severities} />
          )}
        </Field>
        <Button loading={trial.isPending} onClick={() => trial.mutate()}>
          {words.dispatch.ask}
        </Button>
      </div>
      {trial.error && <Wrong error={trial.error} book={book} />}
      {trial.data && !trial.isPending && (
        <p role="status" className="trial-answer">
          <b>{words.dispatch.answer(names.value("unit", trial.data.unit))}</b>
          {"　"}
          {trial.data.row === undefined ? words.dispatch.noRow : words.dispatch.row(trial.data.row)} ·{" "}
          {say(trial.data.why)} · {words.dispatch.who(trial.data.assignee)}
        </p>
      )}
    </Panel>
  );
}

/** A draft that the hub would not take is said in its own words, not as a failure. */
function Wrong({ error, book }: { error: Error; book: Book }) {
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  if (!(error instanceof ApiError) || error.problem.code !== "INPUT_INVALID") return <Failure error={error} />;
  const said = problemsOf(error.problem).map(({ path, why }) => {
    const row = /^\/rows\/(\d+)/.exec(path)?.[1];
    const place = row === undefined ? "" : `${words.dispatch.row(Number(row) + 1)} `;
    return `${place}${reasonOf(why, valueAt(book.body, path), language, words.draft.empty)}`;
  });
  return (
    <p role="alert" className="field-problem">
      {words.dispatch.wrong} {said.join("；")}
    </p>
  );
}
