/** Names with a value each: which area a gateway is in, headers of a request. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useState } from "react";
import { useWords } from "../../../i18n/language.tsx";
import { settingsWords } from "../words.ts";
import { Fields } from "./fields.tsx";
import { type Path, useForm } from "./form-context.ts";
import { isObject, type Json } from "./rows.ts";
import { emptyOf, type Schema, shapeOf } from "./schema.ts";

type Props = { name: string; value: Json | undefined; path: Path; item: Schema; problem: string };

export function RecordField({ name, value, path, item, problem }: Props) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const entries = Object.entries(isObject(value) ? value : {});
  if (change === null && entries.length === 0) return null;
  return (
    <fieldset className="form-group">
      <legend>{names.list(name)}</legend>
      {problem && <p className="field-problem">{problem}</p>}
      {entries.map(([key, each]) => (
        <div key={key} className="record-row">
          <code>{key}</code>
          <ValueOf name={name} item={item} value={each} path={[...path, key]} />
          {change && (
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${words.rows.remove} ${key}`}
              onClick={() => change(path, Object.fromEntries(entries.filter(([other]) => other !== key)))}
            />
          )}
        </div>
      ))}
      {change && <NewKey add={(key) => change([...path, key], emptyOf(item))} />}
    </fieldset>
  );
}

function ValueOf({ name, item, value, path }: Omit<Props, "problem">) {
  const { names, change } = useForm();
  const shape = shapeOf(item);
  if (shape.kind === "group") return <Fields schema={item} value={value} path={path} />;
  if (change === null) return <span>{names.value(name, value)}</span>;
  const known = names.options(name);
  const text = typeof value === "string" ? value : "";
  if (known)
    return (
      <Select
        className="wide"
        aria-label={names.list(name)}
        showSearch={{ optionFilterProp: "label" }}
        options={known.options}
        value={text || undefined}
        onChange={(next?: string | number) => change(path, String(next ?? ""))}
      />
    );
  return <Input aria-label={names.list(name)} value={text} onChange={(event) => change(path, event.target.value)} />;
}

function NewKey({ add }: { add: (key: string) => void }) {
  const words = useWords(settingsWords);
  const [key, setKey] = useState("");
  const done = () => {
    if (key.trim() === "") return;
    add(key.trim());
    setKey("");
  };
  return (
    <div className="record-row">
      <Input
        aria-label={words.rows.key}
        placeholder={words.rows.key}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        onPressEnter={done}
      />
      <Button icon={<PlusOutlined aria-hidden />} onClick={done}>
        {words.rows.addEntry}
      </Button>
    </div>
  );
}
