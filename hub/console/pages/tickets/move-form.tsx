/** Asks for what one move needs, and makes it; what is typed and sent is kept until it has arrived. */
import Button from "antd/es/button";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { TicketMove, TicketStory } from "../../../http/views.ts";
import type { MoveRequest } from "../../client/api.ts";
import { ApiError } from "../../client/api-error.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { lacking, requestOf } from "../../order/move-request.ts";
import { type FieldNeed, fieldsOf, isUndoing } from "../../order/moves.ts";
import { Failure } from "../../parts/failure.tsx";
import { ConditionField } from "./condition-field.tsx";
import { moveFields } from "./fields.tsx";
import { useFiles } from "./files.ts";
import { FilesField } from "./files-field.tsx";
import { StillInAlarm } from "./still-in-alarm.tsx";
import { type TicketPageWords, ticketPageWords } from "./ticket-words.ts";
import { draftName, useMoveDraft } from "./use-move-draft.ts";
import { ticketWords } from "./words.ts";

type Props = {
  ticket: TicketStory;
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
  const page = useWords(ticketPageWords);
  const words = useWords(ticketWords);
  const name = draftName(ticket.id, move);
  const typed = useMoveDraft(name);
  const files = useFiles(name, ticket.id);
  const [tried, setTried] = useState(false);
  const form = useFocus(cancel !== undefined);
  const conditions = conditional.has(move) ? (ticket.conditions ?? []) : [];
  const condition = conditions.find(({ id }) => id === typed.draft.condition)?.id;
  const fields = condition === undefined ? fieldsOf(move, ticket) : withReason(fieldsOf(move, ticket));
  const lacks = lacking(fields, typed.draft, now());

  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks.length > 0 || busy || files.isBusy) return;
    const request = {
      ...requestOf(move, fields, typed.draft),
      ...(condition === undefined ? {} : { condition }),
      ...(files.ids.length === 0 ? {} : { attachments: files.ids }),
    };
    submit(request, () => {
      typed.forget();
      files.forget();
    });
  };
  return (
    <form ref={form} className="move" onSubmit={send} noValidate aria-label={t.tickets.moves[move]}>
      <p className="move-next">{t.tickets.next[move]}</p>
      {move === "close" && ticket.sensorInAlarm && <StillInAlarm ticket={ticket} />}
      {conditions.length > 0 && <ConditionField {...typed} conditions={conditions} />}
      {fields.map(({ name, required }) => {
        const MoveField = moveFields[name];
        return <MoveField key={name} {...{ ...typed, ticket, move, required }} lacks={tried && lacks.includes(name)} />;
      })}
      <FilesField files={files} ticket={ticket.id} note={tried && files.isBusy ? words.files.stillSending : ""} />
      {error && <Failure error={error} />}
      {error instanceof ApiError && error.offline && <p className="field-hint">{page.keptDraft}</p>}
      <div className="move-buttons">
        <Button type="primary" htmlType="submit" loading={busy} danger={isUndoing(move)}>
          {busy ? page.working : confirmText(move, page, t.tickets.moves)}
        </Button>
        {cancel && (
          <Button onClick={cancel} disabled={busy}>
            {page.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}

/** With these an operator may say what the case is; others are not about that. */
const conditional: ReadonlySet<TicketMove> = new Set(["register", "dispatch", "accept"]);

/** Who says what it is says why. */
function withReason(fields: readonly FieldNeed[]): FieldNeed[] {
  return [...fields.filter(({ name }) => name !== "reason"), { name: "reason", required: true }];
}

function confirmText(move: TicketMove, page: TicketPageWords, moves: Record<TicketMove, string>): string {
  const own: Partial<Record<TicketMove, string>> = page.confirm;
  return own[move] ?? moves[move];
}

function useFocus(wanted: boolean) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wanted) form.current?.querySelector<HTMLElement>("input:not(.unseen), textarea, button")?.focus();
  }, [wanted]);
  return form;
}
