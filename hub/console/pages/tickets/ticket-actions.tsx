/** What can be done with a ticket: one move leads, the others stand back until they are asked for. */
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { TicketMove, TicketStory, TicketView } from "../../../http/views.ts";
import type { MoveRequest } from "../../client/api.ts";
import { ApiError } from "../../client/api-error.ts";
import { useMove } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMyName } from "../../me/use-my-name.ts";
import { primaryMove, secondaryMoves } from "../../order/moves.ts";
import { Failure } from "../../parts/failure.tsx";
import { ChangedNote, useChanged } from "./changed-note.tsx";
import { MoreMoves } from "./more-moves.tsx";
import { MoveForm } from "./move-form.tsx";
import { SecondReview } from "./second-review.tsx";
import { ticketPageWords } from "./ticket-words.ts";
import { useAllowed } from "./use-allowed.ts";
import { keptReason } from "./use-move-draft.ts";

export function TicketActions({ ticket: told }: { ticket: TicketStory }) {
  const ticket = useAllowed()(told);
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const me = useMyName();
  const move = useMove(ticket.id);
  const [asked, setAsked] = useState<TicketMove | null>(null);
  const primary = primaryMove(ticket, me);
  const others = secondaryMoves(ticket, me);
  const chosen = asked !== null && others.includes(asked) ? asked : primary;
  const done = move.isSuccess && move.data.state === ticket.state;
  const [changed, readChange] = useChanged(ticket, me);
  /** The move whose form stood here last: what was typed for it is shown when it is not possible any more. */
  const shownLast = useRef<TicketMove | undefined>(undefined);
  const lost = changed && shownLast.current !== undefined && shownLast.current !== chosen ? shownLast.current : null;
  useEffect(() => {
    // A live event brings the state first, and the story a moment later.
    const isTold = ticket.story[ticket.story.length - 1]?.to === ticket.state;
    if (!changed && isTold) shownLast.current = chosen;
  }, [changed, chosen, ticket]);
  // Overtaken: the note says by whom, which is more than the refusal knows.
  const overtaken = move.error instanceof ApiError && (move.error.status === 409 || move.error.status === 412);
  const choose = (next: TicketMove | null) => {
    move.reset();
    setAsked(next);
  };
  const submit = (request: MoveRequest, arrived: () => void) =>
    move.mutate(request, {
      onSuccess: () => {
        arrived();
        setAsked(null);
        readChange();
      },
    });
  return (
    <>
      <p className="done" role="status">
        {done && page.done(t.tickets.states[ticket.state])}
      </p>
      {changed && (
        <ChangedNote
          ticket={ticket}
          changed={changed}
          typed={lost === null ? "" : keptReason(ticket.id, lost)}
          close={() => {
            readChange();
            move.reset();
          }}
        />
      )}
      {overtaken && !changed && <Failure error={move.error as Error} newest={move.reset} />}
      <Over ticket={ticket} />
      <SecondReview ticket={ticket} />
      {chosen && (
        <MoveForm
          key={`${ticket.state} ${chosen}`}
          ticket={ticket}
          move={chosen}
          busy={move.isPending}
          error={overtaken ? null : move.error}
          submit={submit}
          cancel={chosen === primary ? undefined : () => choose(null)}
        />
      )}
      {chosen === primary && others.length > 0 && <MoreMoves moves={others} busy={move.isPending} choose={choose} />}
    </>
  );
}

function Over({ ticket: { state, mergedInto } }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const said: Partial<Record<TicketView["state"], string>> = t.tickets.over;
  return (
    <>
      {said[state] !== undefined && <p>{said[state]}</p>}
      {mergedInto !== undefined && (
        <p>
          <Link href={`/tickets/${encodeURIComponent(mergedInto)}`}>
            {page.mergedInto} <code>{mergedInto}</code>
          </Link>
        </p>
      )}
    </>
  );
}
