/** Asks for what one move needs, and makes it; what is typed is kept until it has arrived. */
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import type { MoveRequest } from "../../api.ts";
import { ApiError } from "../../api-error.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { needsOf } from "../../order/moves.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { useTickets } from "../../queries.ts";
import { StillInAlarm } from "./still-in-alarm.tsx";
import { useDraft } from "./use-draft.ts";

type Props = {
  ticket: TicketView;
  move: TicketMove;
  busy: boolean;
  error: Error | null;
  /** `arrived` is called once the hub has it. */
  submit: (request: MoveRequest, arrived: () => void) => void;
  cancel: (() => void) | undefined;
};

export function MoveForm({ ticket, move, busy, error, submit, cancel }: Props) {
  const { t } = useSpeech();
  const needs = needsOf(move, ticket);
  const [reason, setReason, forgetReason] = useDraft(`${ticket.id}.${ticket.state}.${move}.reason`);
  const [assignee, setAssignee, forgetAssignee] = useDraft(`${ticket.id}.${ticket.state}.${move}.assignee`);
  const [tried, setTried] = useState(false);
  const crews = useId();
  const known = new Set((useTickets("open").data ?? []).flatMap((each) => each.assignee ?? []));
  const wantsAssignee = needs.assignee === "required" && assignee.trim() === "";
  const wantsReason = needs.reason === "required" && reason.trim() === "";

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wantsAssignee || wantsReason || busy) return;
    const request = {
      move,
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      ...(needs.assignee === "required" ? { assignee: assignee.trim() } : {}),
    };
    submit(request, () => {
      forgetReason();
      forgetAssignee();
    });
  };
  const destructive = move === "void" || move === "return";
  const text =
    move === "void" ? t.ticket.confirmVoid : move === "return" ? t.ticket.confirmReturn : t.tickets.moves[move];
  return (
    <form className="move" onSubmit={send} noValidate aria-label={t.tickets.moves[move]}>
      <p className="move-next">{t.tickets.next[move]}</p>
      {move === "close" && ticket.sensorInAlarm && <StillInAlarm ticket={ticket} />}
      {needs.assignee === "required" && (
        <Field
          label={t.ticket.assignee}
          hint={t.ticket.assigneeHint}
          problem={tried && wantsAssignee ? t.ticket.assigneeMissing : ""}
        >
          {(props) => (
            <>
              <Input
                {...props}
                list={crews}
                maxLength={64}
                value={assignee}
                onChange={(event) => setAssignee(event.target.value)}
              />
              <datalist id={crews}>
                {[...known].map((crew) => (
                  <option key={crew} value={crew} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
      {needs.reason !== "none" && (
        <Field
          label={reasonLabel(move, needs.reason, t.ticket)}
          problem={tried && wantsReason ? t.ticket.reasonMissing : ""}
        >
          {(props) => (
            <Input.TextArea
              {...props}
              maxLength={2000}
              autoSize={{ minRows: needs.reason === "required" ? 3 : 1, maxRows: 8 }}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
      {error && <Failure error={error} />}
      {error instanceof ApiError && error.offline && reason !== "" && (
        <p className="field-hint">{t.ticket.keptDraft}</p>
      )}
      <div className="move-buttons">
        <Button type="primary" htmlType="submit" loading={busy} danger={destructive}>
          {busy ? t.ticket.working : text}
        </Button>
        {cancel && (
          <Button onClick={cancel} disabled={busy}>
            {t.ticket.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}

type Labels = { found: string; reason: string; closeReason: string; note: string };

function reasonLabel(move: TicketMove, need: "required" | "optional", labels: Labels): string {
  if (need === "optional") return labels.note;
  if (move === "submit") return labels.found;
  return move === "close" ? labels.closeReason : labels.reason;
}
