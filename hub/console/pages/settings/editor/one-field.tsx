/** One field of a form: the control that its schema asks for, its name, and what is wrong with it. */
import { PlusOutlined } from "@ant-design/icons";
import AutoComplete from "antd/es/auto-complete";
import Button from "antd/es/button";
import Input from "antd/es/input";
import InputNumber from "antd/es/input-number";
import Select from "antd/es/select";
import Switch from "antd/es/switch";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { Field } from "../../../parts/field.tsx";
import { settingsWords } from "../words.ts";
import { Fields } from "./fields.tsx";
import { type Path, pointer, useForm } from "./form-context.ts";
import { problemAt, reasonOf } from "./problem.ts";
import { RecordField } from "./record-field.tsx";
import type { Json } from "./rows.ts";
import { RowsField } from "./rows-field.tsx";
import { emptyOf, type Schema, type Shape, shapeOf } from "./schema.ts";

type Props = { name: string; schema: Schema; value: Json | undefined; path: Path; optional: boolean };

export function OneField(props: Props) {
  const { names, problems } = useForm();
  const { language } = useSpeech();
  const words = useWords(settingsWords);
  const { name, schema, path } = props;
  const shape = shapeOf(schema);
  const why = problemAt(problems, pointer(path)) || problemAt(problems, pointer([...path, 0]));
  const problem = reasonOf(why, props.value, language, words.draft.empty);
  if (shape.kind === "rows") return <RowsField {...props} item={shape.item} problem={problem} />;
  if (shape.kind === "record") return <RecordField {...props} item={shape.value} problem={problem} />;
  if (shape.kind === "group" || (shape.kind === "maybe" && shapeOf(shape.inner).kind === "group"))
    return (
      <GroupField {...props} schema={shape.kind === "maybe" ? shape.inner : schema} isMaybe={shape.kind === "maybe"} />
    );
  return (
    <Field label={names.field(name)} hint={names.hint?.(name, schema.description ?? "") ?? ""} problem={problem}>
      {(control) => <Control {...props} shape={shape} control={control} />}
    </Field>
  );
}

type ControlProps = Props & { shape: Shape; control: { id: string; status?: "error" } };

function Control({ name, value, path, optional, shape, control }: ControlProps) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const set = (next: Json | undefined) => change?.(path, next);
  const clear = () => set(optional ? undefined : "");
  if (shape.kind === "maybe") {
    const inner = { name, value, path, optional: false, shape: shapeOf(shape.inner), control };
    return <Control {...inner} schema={shape.inner} optional={false} />;
  }
  if (shape.kind === "yes-no")
    return (
      <Switch
        id={control.id}
        checked={value === true}
        onChange={(next) => set(next)}
        checkedChildren={words.yes}
        unCheckedChildren={words.no}
      />
    );
  if (shape.kind === "number")
    return (
      <InputNumber
        {...control}
        className="wide"
        value={typeof value === "number" ? value : null}
        {...(shape.least === undefined ? {} : { min: shape.least })}
        {...(shape.most === undefined ? {} : { max: shape.most })}
        {...(shape.whole ? { precision: 0 } : {})}
        onChange={(next) => set(next ?? (optional ? undefined : 0))}
      />
    );
  if (shape.kind === "many") return <ManyControl {...{ name, value, path, optional, control }} item={shape.item} />;
  const known = names.options(name, shape.kind === "choice" ? shape.values : undefined);
  if (known?.open)
    return (
      <AutoComplete
        {...control}
        className="wide"
        options={known.options.map(({ value: one, label }) => ({ value: String(one), label }))}
        showSearch={{ filterOption: (typed, option) => `${option?.label} ${option?.value}`.includes(typed) }}
        value={typeof value === "string" ? value : ""}
        allowClear
        onChange={(next: string | undefined) => (next ? set(next) : clear())}
      />
    );
  if (known)
    return (
      <Select
        {...control}
        className="wide"
        showSearch={{ optionFilterProp: "label" }}
        options={known.options}
        value={value === null || value === "" ? undefined : (value as string | number | undefined)}
        placeholder={words.rows.none2}
        allowClear={optional || value === null}
        onChange={(next?: string | number) => set(next ?? (optional ? undefined : null))}
      />
    );
  if (shape.kind === "free") return <code className="json">{JSON.stringify(value ?? null)}</code>;
  const isLong = ["condition", "done", "body", "ca", "apiCa", "publicKey", "zh", "en"].includes(name);
  const text = typeof value === "string" ? value : "";
  const typed = (next: string) => (next === "" && optional ? set(undefined) : set(next));
  return isLong ? (
    <Input.TextArea
      {...control}
      autoSize={{ minRows: 1, maxRows: 8 }}
      value={text}
      onChange={(event) => typed(event.target.value)}
    />
  ) : (
    <Input
      {...control}
      value={text}
      placeholder={shape.kind === "text" && shape.clock ? words.clock : ""}
      onChange={(event) => typed(event.target.value)}
    />
  );
}

type ManyProps = Omit<Props, "schema"> & { item: Schema; control: ControlProps["control"] };

/** Several values: of a list, or typed one after the other. */
function ManyControl({ name, value, path, optional, item, control }: ManyProps) {
  const { names, change } = useForm();
  const shape = shapeOf(item);
  const known = names.options(name, shape.kind === "choice" ? shape.values : undefined);
  const isNumber = shape.kind === "number";
  const put = (next: (string | number)[]) => {
    const values = isNumber ? next.map(Number).filter((each) => !Number.isNaN(each)) : next;
    change?.(path, values.length === 0 && optional ? undefined : values);
  };
  return (
    <Select
      {...control}
      className="wide"
      mode={known && !known.open ? "multiple" : "tags"}
      tokenSeparators={[",", "，", "、", " "]}
      showSearch={{ optionFilterProp: "label" }}
      options={known?.options ?? []}
      value={(Array.isArray(value) ? value : []) as (string | number)[]}
      onChange={put}
    />
  );
}

/** Fields within a field. */
function GroupField({ name, schema, value, path, optional, isMaybe }: Props & { isMaybe: boolean }) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const isThere = value !== undefined && value !== null;
  return (
    <fieldset className="form-group">
      <legend>{names.field(name)}</legend>
      {names.hint && <p className="field-hint">{names.hint(name, schema.description ?? "")}</p>}
      {isThere && <Fields schema={schema} value={value} path={path} />}
      {change && !isThere && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => change(path, emptyOf(schema))}>
          {words.rows.set}
        </Button>
      )}
      {change && isThere && (optional || isMaybe) && (
        <Button type="text" onClick={() => change(path, isMaybe ? null : undefined)}>
          {words.rows.none2}
        </Button>
      )}
    </fieldset>
  );
}
