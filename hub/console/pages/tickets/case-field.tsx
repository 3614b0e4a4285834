/** Which other open case this one is part of. */
import Select from "antd/es/select";
import { useSpeech } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import { useTickets } from "../../queries.ts";
import type { FieldProps } from "./fields.tsx";

export function CaseField({ ticket, draft, change, lacks }: FieldProps) {
  const { t, say } = useSpeech();
  const tickets = useTickets("open");
  const options = (tickets.data ?? [])
    .filter(({ id, drill }) => id !== ticket.id && !drill)
    .sort((a, b) => Number(b.place === ticket.place) - Number(a.place === ticket.place))
    .map(({ id, place, title }) => ({ value: id, label: `${place} · ${say(title)}` }));
  return (
    <Field label={t.ticket.into} problem={lacks ? t.ticket.intoMissing : ""}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t.ticket.intoHint}
          loading={tickets.isPending}
          options={options}
          value={draft.into || undefined}
          onChange={(into?: string) => change("into", into ?? "")}
        />
      )}
    </Field>
  );
}
