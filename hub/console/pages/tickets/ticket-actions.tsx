/** What can be done with a ticket: one move leads, the others stand back until they are asked for. */
import { Button } from "antd";
import { useState } from "react";
import type { TicketMove, TicketView } from "../../../http/views.ts";
import type { MoveRequest } from "../../api.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { primaryMove, secondaryMoves } from "../../order/moves.ts";
import { useMove } from "../../queries.ts";
import { MoveForm } from "./move-form.tsx";

export function TicketActions({ ticket }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const move = useMove(ticket.id);
  const [asked, setAsked] = useState<TicketMove | null>(null);
  const primary = primaryMove(ticket);
  const chosen = asked !== null && ticket.moves.includes(asked) ? asked : primary;
  const others = secondaryMoves(ticket);
  const done = move.isSuccess && move.data.state === ticket.state;
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
      {(ticket.state === "closed" || ticket.state === "voided") && <p>{t.tickets.over[ticket.state]}</p>}
      {chosen && (
        <MoveForm
          key={`${ticket.state} ${chosen}`}
          ticket={ticket}
          move={chosen}
          busy={move.isPending}
          error={move.error}
          submit={submit}
          cancel={chosen === primary ? undefined : () => setAsked(null)}
        />
      )}
      {chosen === primary && others.length > 0 && (
        <div className="others">
          {others.map((other) => (
            <Button key={other} onClick={() => setAsked(other)} disabled={move.isPending}>
              {t.tickets.moves[other]}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
