/** A ticket's state in words, with how far round the loop it is. */
import type { TicketState as State } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { stages } from "../order/moves.ts";

export function TicketState({ state }: { state: State }) {
  const { t } = useSpeech();
  const reached = stages.indexOf(state);
  return (
    <span className={`ticket-state ticket-${state}`}>
      {reached >= 0 && (
        <span className="pips" aria-hidden>
          {stages.map((stage, index) => (
            <i key={stage} className={index <= reached ? "pip-on" : ""} />
          ))}
        </span>
      )}
      {t.tickets.states[state]}
    </span>
  );
}
