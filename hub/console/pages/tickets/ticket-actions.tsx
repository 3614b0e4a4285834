/** What can be done with a ticket: one move leads, the others stand back until they are asked for. */
import { useState } from "react";
import { Link } from "wouter";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import type { MoveRequest } from "../../api.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { primaryMove, secondaryMoves } from "../../order/moves.ts";
import { useMove } from "../../queries.ts";
import { useMyName } from "../../use-my-name.ts";
import { MoreMoves } from "./more-moves.tsx";
import { MoveForm } from "./move-form.tsx";
import { SecondReview } from "./second-review.tsx";

export function TicketActions({ ticket }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const me = useMyName();
  const move = useMove(ticket.id);
  const [asked, setAsked] = useState<TicketMove | null>(null);
  const primary = primaryMove(ticket, me);
  const others = secondaryMoves(ticket, me);
  const chosen = asked !== null && others.includes(asked) ? asked : primary;
  const done = move.isSuccess && move.data.state === ticket.state;
  const choose = (next: TicketMove | null) => {
    move.reset();
    setAsked(next);
  };
  const submit = (request: MoveRequest, arrived: () => void) =>
    move.mutate(request, {
      onSuccess: () => {
        arrived();
        setAsked(null);
      },
    });
  return (
    <>
      <p className="done" role="status">
        {done && t.ticket.done(t.tickets.states[ticket.state])}
      </p>
      <Over ticket={ticket} />
      <SecondReview ticket={ticket} />
      {chosen && (
        <MoveForm
          key={`${ticket.state} ${chosen}`}
          ticket={ticket}
          move={chosen}
          busy={move.isPending}
          error={move.error}
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
  const said: Partial<Record<TicketView["state"], string>> = t.tickets.over;
  return (
    <>
      {said[state] !== undefined && <p>{said[state]}</p>}
      {mergedInto !== undefined && (
        <p>
          <Link href={`/tickets/${encodeURIComponent(mergedInto)}`}>
            {t.ticket.mergedInto} <code>{mergedInto}</code>
          </Link>
        </p>
      )}
    </>
  );
}
