/** Asks for what one move needs, and makes it; what is typed is kept until it has arrived. */
import Button from "antd/es/button";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import type { MoveRequest } from "../../api.ts";
import { ApiError } from "../../api-error.ts";
import { now } from "../../clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { lacking, requestOf } from "../../order/move-request.ts";
import { fieldsOf, isUndoing } from "../../order/moves.ts";
import { Failure } from "../../parts/failure.tsx";
import { moveFields } from "./fields.tsx";
import { StillInAlarm } from "./still-in-alarm.tsx";
import { useMoveDraft } from "./use-move-draft.ts";

type Props = {
  ticket: TicketView;
  move: TicketMove;
  busy: boolean;
  error: Error | null;
  /** `arrived` is called once the hub has it. */
  submit: (request: MoveRequest, arrived: () => void) => void;
  /** For a move that was asked for: it takes the place of the one that leads, and the keyboard's focus. */
  cancel: (() => void) | undefined;
};

export function MoveForm({ ticket, move, busy, error, submit, cancel }: Props) {
  const { t } = useSpeech();
  const typed = useMoveDraft(`${ticket.id}.${ticket.state}.${move}`);
  const [tried, setTried] = useState(false);
  const form = useFocus(cancel !== undefined);
  const fields = fieldsOf(move, ticket);
  const lacks = lacking(fields, typed.draft, now());

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks.length > 0 || busy) return;
    submit(requestOf(move, fields, typed.draft), typed.forget);
  };
  return (
    <form ref={form} className="move" onSubmit={send} noValidate aria-label={t.tickets.moves[move]}>
      <p className="move-next">{t.tickets.next[move]}</p>
      {move === "close" && ticket.sensorInAlarm && <StillInAlarm ticket={ticket} />}
      {fields.map(({ name, required }) => {
        const MoveField = moveFields[name];
        return <MoveField key={name} {...{ ...typed, ticket, move, required }} lacks={tried && lacks.includes(name)} />;
      })}
      {error && <Failure error={error} />}
      {error instanceof ApiError && error.offline && fields.length > 0 && (
        <p className="field-hint">{t.ticket.keptDraft}</p>
      )}
      <div className="move-buttons">
        <Button type="primary" htmlType="submit" loading={busy} danger={isUndoing(move)}>
          {busy ? t.ticket.working : confirmText(move, t)}
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

type Words = ReturnType<typeof useSpeech>["t"];

function confirmText(move: TicketMove, t: Words): string {
  const own: Partial<Record<TicketMove, string>> = t.ticket.confirm;
  return own[move] ?? t.tickets.moves[move];
}

function useFocus(wanted: boolean) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wanted) form.current?.querySelector<HTMLElement>("input, textarea, button")?.focus();
  }, [wanted]);
  return form;
}
