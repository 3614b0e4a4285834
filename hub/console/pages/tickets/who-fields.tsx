/** Who is sent: a unit of the rulebook, a name, or both. */
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useId } from "react";
import { onDuty } from "../../../rulebook/duty.ts";
import { useTickets, useUnits } from "../../client/queries.ts";
import { useRoster } from "../../client/rulebook-queries.ts";
import { now } from "../../clock/clock.ts";
import { useWords } from "../../i18n/language.tsx";
import { Field } from "../../parts/field.tsx";
import type { FieldProps } from "./fields.tsx";
import { ticketPageWords } from "./ticket-words.ts";
import { ticketWords } from "./words.ts";

const kinds = ["committee", "department", "company"] as const;

export function WhoFields(props: FieldProps) {
  return (
    <>
      <UnitField {...props} />
      <PersonField {...props} />
    </>
  );
}

function UnitField({ draft, change, lacks }: FieldProps) {
  const page = useWords(ticketPageWords);
  const units = useUnits();
  const duty = useDuty(draft.unit);
  const words = useWords(ticketWords).duty;
  const dutyHint =
    duty === undefined ? "" : duty === null ? words.nobody : words.now(duty.people.join("、"), duty.leader);
  const options = kinds.map((kind) => ({
    label: page.unitKinds[kind],
    options: (units.data ?? [])
      .filter((unit) => unit.kind === kind)
      .map(({ id, name }) => ({ value: id, label: name })),
  }));
  return (
    <Field
      label={page.unit}
      hint={units.error ? page.unitsFailed : dutyHint}
      problem={lacks ? page.assigneeMissing : ""}
    >
      {(props) => (
        <Select
          {...props}
          className="wide"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={page.unitHint}
          loading={units.isPending}
          options={options.filter((group) => group.options.length > 0)}
          value={draft.unit || undefined}
          onChange={(unit?: string) => change("unit", unit ?? "")}
        />
      )}
    </Field>
  );
}

function PersonField({ ticket, draft, change, lacks }: FieldProps) {
  const page = useWords(ticketPageWords);
  const names = useId();
  const onDutyNow = useDuty(draft.unit);
  const known = new Set(
    (useTickets("open").data ?? []).flatMap(({ assignee, unit }) => nameApart(assignee, unit?.name)),
  );
  for (const person of onDutyNow?.people ?? []) known.add(person);
  known.delete(ticket.assignee ?? "");
  return (
    <Field label={page.assignee} hint={page.assigneeHint}>
      {(props) => (
        <>
          <Input
            {...props}
            {...(lacks ? { status: "error" } : {})}
            list={names}
            maxLength={64}
            value={draft.assignee ?? ""}
            onChange={(event) => change("assignee", event.target.value)}
          />
          <datalist id={names}>
            {[...known].map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** Who of that unit is on duty; null: nobody; undefined: no unit is chosen, or no roster has come. */
function useDuty(unit: string | undefined) {
  const roster = useRoster().data;
  return unit && roster ? onDuty(roster, unit, now()) : undefined;
}

/** A unit that has it as a whole is no person. */
function nameApart(assignee: string | undefined, unit: string | undefined): string[] {
  return assignee === undefined || assignee === unit ? [] : [assignee];
}
