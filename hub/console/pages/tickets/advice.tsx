/** What to do first, in one loud line, while the sensor is in alarm. */
import type { TicketView } from "../../../http/views.ts";
import { useAlerts } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isOpenTicket } from "../../order/urgency.ts";
import { severityIcons } from "../../parts/severity-mark.tsx";
import { ticketPageWords } from "./ticket-words.ts";

export function Advice({ ticket }: { ticket: TicketView }) {
  const { say } = useSpeech();
  const page = useWords(ticketPageWords);
  const alert = useAlerts("open").data?.find((each) => each.id === ticket.alert);
  if (!alert?.advice || !ticket.sensorInAlarm || !isOpenTicket(ticket)) return null;
  const Icon = severityIcons[ticket.severity];
  return (
    <p className={`advice advice-${ticket.severity}`}>
      <Icon className={`tone-${ticket.severity}`} aria-hidden />
      <span>
        <b>{page.advice}</b>
        {say(alert.advice)}
      </span>
    </p>
  );
}
