/** The form of a connector, made from its platform's own schemas; secrets are written here and never shown. */
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import Input from "antd/es/input";
import InputNumber from "antd/es/input-number";
import { type FormEvent, useState } from "react";
import { ApiError } from "../../client/api-error.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { durationText } from "../../words/duration.ts";
import { Fields } from "../settings/editor/fields.tsx";
import { type Form, FormContext } from "../settings/editor/form-context.ts";
import { type FieldProblem, inChinese, problemsOf } from "../settings/editor/problem.ts";
import { type Document, withAt } from "../settings/editor/rows.ts";
import type { Schema } from "../settings/editor/schema.ts";
import type { PlatformView } from "./calls.ts";
import { type Draft, isId, isWhole } from "./connector-draft.ts";
import { ProductsField } from "./products-field.tsx";
import { SecretFields } from "./secret-fields.tsx";
import { usePlatformNames } from "./use-names.ts";
import { platformWords } from "./words.ts";

type Props = {
  platform: PlatformView;
  start: Draft;
  /** Names of the secrets that are set. */
  secretsSet: readonly string[];
  isNew: boolean;
  isBusy: boolean;
  error: Error | null;
  keep(draft: Draft): void;
  /** Shows what there is now, where somebody else was faster. */
  newest?: () => void;
};

/** Its mapping is written beside messages, on a page of its own. */
const besideMessages = ["mapping", "key", "reads"];

export function ConnectorForm({ platform, start, secretsSet, isNew, isBusy, error, keep, newest }: Props) {
  const words = useWords(platformWords);
  const [draft, setDraft] = useState(start);
  const [isTried, setTried] = useState(false);
  const names = usePlatformNames(platform.name);
  const problems = problemsIn(error);
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const form: Form = {
    ...{ names, problems },
    change: (path, next) => put({ settings: withAt(draft.settings, path, next) as Document }),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isWhole(draft)) keep(draft);
  };
  const isSame = JSON.stringify(draft) === JSON.stringify(start);
  const hasSettings = Object.keys((platform.settings as Schema).properties ?? {}).length > 0;
  return (
    <form onSubmit={submit} noValidate className="platform-form">
      <About draft={draft} put={put} isNew={isNew} isTried={isTried} />
      <Panel title={words.form.settings}>
        {hasSettings ? (
          <FormContext value={form}>
            <Fields
              schema={platform.settings as Schema}
              value={draft.settings}
              path={[]}
              leave={platform.hasMapping ? besideMessages : []}
            />
          </FormContext>
        ) : (
          <p className="dim">{words.form.noSettings}</p>
        )}
      </Panel>
      <SecretFields {...{ platform, secretsSet, problems, names }} secrets={draft.secrets} put={put} />
      <ProductsField products={draft.products} isTried={isTried} put={(products) => put({ products })} />
      <Wrong problems={problems} names={names} />
      {error && problems.length === 0 && <Failure error={error} {...(newest && { newest })} />}
      <div className="row-acts">
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={isSame && !isNew}>
          {isBusy ? words.form.saving : isNew ? words.form.create : words.form.save}
        </Button>
        {!isSame && !isNew && (
          <>
            <Button onClick={() => setDraft(start)}>{words.form.discard}</Button>
            <span className="dim">{words.form.changed}</span>
          </>
        )}
      </div>
    </form>
  );
}

/** The hub names settings both by their own name and below `/settings`. */
function problemsIn(error: Error | null): FieldProblem[] {
  if (!(error instanceof ApiError) || error.problem.code !== "INPUT_INVALID") return [];
  const found = problemsOf(error.problem);
  return found.map(({ path, why }) => ({ path: path.replace(/^\/(settings|secrets)(?=\/)/, ""), why }));
}

function Wrong({ problems, names }: { problems: readonly FieldProblem[]; names: Form["names"] }) {
  const words = useWords(platformWords);
  const { language } = useSpeech();
  if (problems.length === 0) return null;
  const nameOf = (path: string) => path.split("/").filter(Boolean).map(names.field).join(" · ");
  return (
    <Alert
      type="error"
      showIcon
      title={words.form.wrong}
      description={problems.map(({ path, why }) => (
        <p key={path + why}>
          <b>{nameOf(path)}</b> {language === "en" ? why : inChinese(why)}
        </p>
      ))}
    />
  );
}

type AboutProps = { draft: Draft; put(change: Partial<Draft>): void; isNew: boolean; isTried: boolean };

function About({ draft, put, isNew, isTried }: AboutProps) {
  const words = useWords(platformWords);
  const { t } = useSpeech();
  const { form, facts } = words;
  const problem = (isWrong: boolean) => (isTried && isWrong ? { problem: form.needed } : {});
  return (
    <Panel title={facts.platform}>
      <div className="form-grid">
        <Field label={form.title} hint={form.titleHint} {...problem(draft.title.trim() === "")}>
          {(props) => (
            <Input
              {...props}
              maxLength={100}
              value={draft.title}
              onChange={(event) => put({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={form.place} hint={form.placeHint} {...problem(draft.place.trim() === "")}>
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={draft.place}
              onChange={(event) => put({ place: event.target.value })}
            />
          )}
        </Field>
        {isNew && (
          <Field label={form.id} hint={form.idHint} {...(isId(draft.id) ? {} : { problem: form.idHint })}>
            {(props) => (
              <Input {...props} maxLength={63} value={draft.id} onChange={(event) => put({ id: event.target.value })} />
            )}
          </Field>
        )}
        <Field label={form.quiet} hint={form.quietHint(durationText(draft.quietMinutes * 60_000, t.duration))}>
          {({ id }) => (
            <InputNumber
              {...{ id, className: "wide", min: 1, max: 43_200, precision: 0, value: draft.quietMinutes }}
              onChange={(next) => put({ quietMinutes: next ?? 1 })}
            />
          )}
        </Field>
      </div>
    </Panel>
  );
}
