/** Secrets of a connector: set, made or taken away here; what is set is only said to be so. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { CopyLine } from "../connect/copy-line.tsx";
import type { Names } from "../settings/editor/names.ts";
import { type FieldProblem, inChinese, problemAt } from "../settings/editor/problem.ts";
import type { Schema } from "../settings/editor/schema.ts";
import type { PlatformView } from "./calls.ts";
import type { Draft } from "./connector-draft.ts";
import { newSecret } from "./lately.ts";
import { platformWords } from "./words.ts";

type Props = {
  platform: PlatformView;
  secretsSet: readonly string[];
  secrets: Draft["secrets"];
  problems: readonly FieldProblem[];
  names: Names;
  put(change: Pick<Draft, "secrets">): void;
};

export function SecretFields({ platform, secretsSet, secrets, problems, names, put }: Props) {
  const words = useWords(platformWords);
  const { properties = {}, required = [] } = platform.secrets as Schema;
  const fields = Object.entries(properties);
  if (fields.length === 0) return null;
  const set = (name: string, value: string | null | undefined) => {
    const { [name]: _, ...others } = secrets;
    put({ secrets: value === undefined ? others : { ...others, [name]: value } });
  };
  return (
    <Panel title={words.form.secrets}>
      <div className="form-grid platform-secrets">
        {fields.map(([name, schema]) => (
          <OneSecret
            key={name}
            {...{ name, schema, names }}
            value={secrets[name]}
            isSet={secretsSet.includes(name)}
            isRequired={required.includes(name)}
            why={problemAt(problems, `/${name}`)}
            set={(value) => set(name, value)}
          />
        ))}
      </div>
    </Panel>
  );
}

type OneProps = {
  name: string;
  schema: Schema;
  names: Names;
  value: string | null | undefined;
  isSet: boolean;
  isRequired: boolean;
  why: string;
  set(value: string | null | undefined): void;
};

function OneSecret({ name, schema, names, value, isSet, isRequired, why, set }: OneProps) {
  const { form } = useWords(platformWords);
  const { language } = useSpeech();
  const isMade = schema.description?.includes("made here") === true;
  const problem = why !== "" && language !== "en" ? inChinese(why) : why;
  if (value === null)
    return (
      <div className="field">
        <span>{names.field(name)}</span>
        <p className="field-hint">{form.dropped}</p>
        <Button onClick={() => set(undefined)}>{form.keepUndo}</Button>
      </div>
    );
  return (
    <div>
      <Field label={names.field(name)} hint={names.hint?.(name, schema.description ?? "") ?? ""} problem={problem}>
        {(props) => (
          <Input.Password
            {...props}
            autoComplete="new-password"
            placeholder={isSet ? form.set : form.notSet}
            value={value ?? ""}
            onChange={({ target }) => set(target.value === "" ? undefined : target.value)}
          />
        )}
      </Field>
      <div className="row-acts">
        {isMade && <Button onClick={() => set(newSecret())}>{form.make}</Button>}
        {isSet && !isRequired && value === undefined && <Button onClick={() => set(null)}>{form.drop}</Button>}
      </div>
      {isMade && value !== undefined && <CopyLine text={value} label={form.madeHint} />}
    </div>
  );
}
