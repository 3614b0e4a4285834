/** Which other open case this one is part of. */
import Select from "antd/es/select";
import { useTickets } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import type { FieldProps } from "./fields.tsx";
import { ticketPageWords } from "./ticket-words.ts";

export function CaseField({ ticket, draft, change, lacks }: FieldProps) {
  const { say } = useSpeech();
  const page = useWords(ticketPageWords);
  const tickets = useTickets("open");
  const options = (tickets.data ?? [])
    .filter(({ id, drill }) => id !== ticket.id && !drill)
    .sort((a, b) => Number(b.place === ticket.place) - Number(a.place === ticket.place))
    .map(({ id, place, title }) => ({ value: id, label: `${place} · ${say(title)}` }));
  return (
    <Field label={page.into} problem={lacks ? page.intoMissing : ""}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={page.intoHint}
          loading={tickets.isPending}
          options={options}
          value={draft.into || undefined}
          onChange={(into?: string) => change("into", into ?? "")}
        />
      )}
    </Field>
  );
}
