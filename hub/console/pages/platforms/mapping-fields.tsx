/** The expressions of a mapping, as they are typed. */
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { fieldWords } from "./field-names.ts";
import { platformWords } from "./words.ts";

export type MappingDraft = { mapping: string; key: string; reads: "json" | "text" };

type Props = { draft: MappingDraft; put(draft: MappingDraft): void };

export function MappingFields({ draft, put }: Props) {
  const { mapping: words } = useWords(platformWords);
  const { choices } = useWords(fieldWords);
  const plain = { spellCheck: false, autoCapitalize: "off", autoCorrect: "off" };
  return (
    <div className="platform-expressions">
      <Field label={words.editor}>
        {(props) => (
          <Input.TextArea
            {...{ ...props, ...plain, className: "platform-code", maxLength: 8000 }}
            autoSize={{ minRows: 8, maxRows: 24 }}
            value={draft.mapping}
            onChange={({ target }) => put({ ...draft, mapping: target.value })}
          />
        )}
      </Field>
      <p className="dim">
        {words.example} <code>{words.exampleText}</code>
        <br />
        {words.exampleHint}
      </p>
      <Field label={words.key}>
        {(props) => (
          <Input.TextArea
            {...{ ...props, ...plain, className: "platform-code", maxLength: 8000 }}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={draft.key}
            onChange={({ target }) => put({ ...draft, key: target.value })}
          />
        )}
      </Field>
      <Field label={words.reads}>
        {({ id }) => (
          <Select
            id={id}
            className="wide"
            value={draft.reads}
            options={(["json", "text"] as const).map((value) => ({ value, label: choices[value] }))}
            onChange={(reads) => put({ ...draft, reads })}
          />
        )}
      </Field>
    </div>
  );
}
