/** The fields a move may ask for, one component each. */
import Input from "antd/es/input";
import type { ReactNode } from "react";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { localText, longestSuspensionMs } from "../../order/move-request.ts";
import type { FieldName } from "../../order/moves.ts";
import { Field } from "../../parts/field.tsx";
import { CaseField } from "./case-field.tsx";
import { type TicketPageWords, ticketPageWords } from "./ticket-words.ts";
import type { MoveDraft } from "./use-move-draft.ts";
import { WhoFields } from "./who-fields.tsx";

export type FieldProps = MoveDraft & { ticket: TicketView; move: TicketMove; required: boolean; lacks: boolean };

export const moveFields: Record<FieldName, (props: FieldProps) => ReactNode> = {
  who: WhoFields,
  amount: AmountField,
  until: UntilField,
  into: CaseField,
  reason: ReasonField,
};

function AmountField({ ticket, draft, change, lacks }: FieldProps) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const basis = t.time.basis[ticket.limit?.basis ?? "urgent_hour"];
  return (
    <Field label={page.amount(basis)} problem={lacks ? page.amountMissing : ""}>
      {(props) => (
        <Input
          {...props}
          inputMode="decimal"
          maxLength={8}
          value={draft.amount ?? ""}
          onChange={(event) => change("amount", event.target.value)}
        />
      )}
    </Field>
  );
}

function UntilField({ draft, change, lacks }: FieldProps) {
  const page = useWords(ticketPageWords);
  return (
    <Field label={page.until} problem={lacks ? page.untilMissing : ""}>
      {(props) => (
        <Input
          {...props}
          type="datetime-local"
          min={localText(now())}
          max={localText(now() + longestSuspensionMs)}
          value={draft.until ?? ""}
          onChange={(event) => change("until", event.target.value)}
        />
      )}
    </Field>
  );
}

function ReasonField({ move, draft, change, required, lacks }: FieldProps) {
  const page = useWords(ticketPageWords);
  return (
    <Field label={reasonLabel(move, required, page)} problem={lacks ? page.reasonMissing : ""}>
      {(props) => (
        <Input.TextArea
          {...props}
          maxLength={2000}
          autoSize={{ minRows: required ? 3 : 1, maxRows: 8 }}
          value={draft.reason ?? ""}
          onChange={(event) => change("reason", event.target.value)}
        />
      )}
    </Field>
  );
}

function reasonLabel(move: TicketMove, required: boolean, words: TicketPageWords): string {
  if (!required) return words.note;
  const own: Partial<Record<TicketMove, string>> = {
    submit: words.found,
    verified: words.verifiedFound,
    checked: words.checkedFound,
    close: words.closeReason,
  };
  return own[move] ?? words.reason;
}
