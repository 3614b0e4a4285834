/** A ticket's state in words, with how far along the road it is. */
import { StopOutlined } from "@ant-design/icons";
import type { TicketView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { onRoad, roadSteps } from "../order/road.ts";

export function TicketState({ ticket }: { ticket: Pick<TicketView, "state" | "assignee"> }) {
  const { t } = useSpeech();
  const road = onRoad(ticket);
  return (
    <span className={`ticket-state ticket-${ticket.state}`}>
      {road ? (
        <span className="pips" aria-hidden>
          {roadSteps.map((step, index) => (
            <i key={step} className={index < road.behind ? "pip-on" : ""} />
          ))}
        </span>
      ) : (
        <StopOutlined aria-hidden />
      )}
      {t.tickets.states[ticket.state]}
    </span>
  );
}
