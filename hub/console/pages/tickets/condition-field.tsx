/** What the case is, of what its class offers: chosen by who has seen it, with the limit that follows. */
import Select from "antd/es/select";
import type { TicketStory } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { limitText } from "../../words/time-left.ts";
import type { MoveDraft } from "./use-move-draft.ts";
import { ticketWords } from "./words.ts";

type Props = Pick<MoveDraft, "draft" | "change"> & { conditions: NonNullable<TicketStory["conditions"]> };

export function ConditionField({ conditions, draft, change }: Props) {
  const words = useWords(ticketWords).condition;
  const { t, say } = useSpeech();
  const options = conditions.map(({ id, name, limit }) => ({
    value: id,
    label: `${say(name)} · ${limitText({ ...limit, unitMs: 1 }, t.time)}`,
  }));
  return (
    <Field label={words.label} hint={words.hint}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          allowClear
          placeholder={words.any}
          options={options}
          value={draft.condition || undefined}
          onChange={(condition?: string) => change("condition", condition ?? "")}
        />
      )}
    </Field>
  );
}
