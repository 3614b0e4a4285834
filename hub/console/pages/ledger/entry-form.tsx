/** The fields of an entry, made from the columns of its book; what is missing is said at the field. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useState } from "react";
import type { LedgerBookView } from "../../../ledgers/views.ts";
import type { LedgerColumn } from "../../../rulebook/ledger-books.ts";
import { useUnits } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { mergeDraft } from "../../order/merge-draft.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { fieldsOf, type Typed, typedOf, type Wrong, wrongIn } from "./check-fields.ts";
import { ledgersWords } from "./words.ts";

type Props = {
  book: LedgerBookView;
  fields: Record<string, string | number>;
  /** As they are by now, and that it goes on from them; once they are known. */
  newest?: Record<string, string | number>;
  takeNewest?: () => void;
  askWhy?: boolean;
  isSaving: boolean;
  error: Error | null;
  save: (fields: Record<string, string | number>, why: string) => void;
  cancel: () => void;
};

export function EntryForm({ book, fields, newest = fields, takeNewest, askWhy = false, ...props }: Props) {
  const { isSaving, error, save, cancel } = props;
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  const [typed, type] = useState<Typed>(() => typedOf(fields));
  const [why, setWhy] = useState("");
  const [wrong, setWrong] = useState<Record<string, Wrong>>({});
  const goOn = takeNewest && {
    newest: () => {
      type((mine) => mergeDraft(typedOf(fields), mine, typedOf(newest)));
      takeNewest();
    },
  };
  const submit = () => {
    const found = wrongIn(book.columns, typed);
    setWrong(found);
    if (Object.keys(found).length === 0) save(fieldsOf(book.columns, typed), why.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="form-grid">
        {book.columns.map((column) => {
          const problem = wrong[column.id];
          return (
            <Field
              key={column.id}
              label={`${say(column.title)}${column.required ? " *" : ""}`}
              problem={problem ? words[problem] : ""}
            >
              {(control) => (
                <Control
                  column={column}
                  control={control}
                  value={typed[column.id] ?? ""}
                  change={(value) => {
                    type({ ...typed, [column.id]: value });
                    setWrong({});
                  }}
                />
              )}
            </Field>
          );
        })}
      </div>
      {askWhy && (
        <Field label={words.why}>
          {(control) => (
            <Input {...control} maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
          )}
        </Field>
      )}
      {error && <Failure error={error} {...goOn} />}
      <div className="row-acts">
        <Button type="primary" htmlType="submit" loading={isSaving}>
          {words.save}
        </Button>
        <Button onClick={cancel}>{words.cancel}</Button>
      </div>
    </form>
  );
}

type ControlProps = {
  column: LedgerColumn;
  control: { id: string; status?: "error" };
  value: string;
  change: (value: string) => void;
};

function Control({ column: { type, choices = [] }, control, value, change }: ControlProps) {
  const words = useWords(ledgersWords);
  const units = useUnits().data ?? [];
  const options =
    type === "unit"
      ? units.map(({ id, name }) => ({ value: id, label: name }))
      : choices.map((one) => ({ value: one, label: one }));
  if (type === "choice" || type === "unit")
    return (
      <Select
        {...control}
        className="wide"
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        placeholder={words.choose}
        options={options}
        value={value === "" ? null : value}
        onChange={(next: string | null | undefined) => change(next ?? "")}
      />
    );
  return (
    <Input
      {...control}
      maxLength={1000}
      {...(type === "date" ? { type: "date" } : type === "number" ? { inputMode: "decimal" } : {})}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}
