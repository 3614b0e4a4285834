/** Rows within a row: small ones, one below the other. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useWords } from "../../../i18n/language.tsx";
import { settingsWords } from "../words.ts";
import { Fields } from "./fields.tsx";
import { type Path, useForm } from "./form-context.ts";
import type { Json } from "./rows.ts";
import { emptyOf, type Schema } from "./schema.ts";

type Props = { name: string; value: Json | undefined; path: Path; item: Schema; problem: string };

export function RowsField({ name, value, path, item, problem }: Props) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const rows = Array.isArray(value) ? value : [];
  return (
    <fieldset className="form-group form-wide">
      <legend>{names.list(name)}</legend>
      {problem && <p className="field-problem">{problem}</p>}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; it has no other name while it is written
        <div key={index} className="sub-row">
          <p className="sub-row-head">
            <b>{words.rows.numbered(index + 1)}</b>
            {change && (
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => change([...path, index], undefined)}
              >
                {words.rows.remove}
              </Button>
            )}
          </p>
          <Fields schema={item} value={row} path={[...path, index]} />
        </div>
      ))}
      {change && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => change(path, [...rows, emptyOf(item)])}>
          {words.rows.add}
        </Button>
      )}
    </fieldset>
  );
}
