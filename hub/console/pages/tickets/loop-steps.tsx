/** How far round the loop a ticket is. */
import { CheckOutlined } from "@ant-design/icons";
import type { TicketView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { stages } from "../../order/moves.ts";

export function LoopSteps({ ticket }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const reached = stages.indexOf(ticket.state);
  if (reached < 0) return null;
  return (
    <ol className="loop" aria-label={t.ticket.progress}>
      {stages.map((stage, index) => {
        const done = index < reached || ticket.state === "closed";
        return (
          <li
            key={stage}
            className={done ? "loop-done" : index === reached ? "loop-here" : ""}
            aria-current={index === reached ? "step" : undefined}
          >
            <i aria-hidden>{done && <CheckOutlined />}</i>
            <span>{t.tickets.states[stage]}</span>
          </li>
        );
      })}
    </ol>
  );
}
