/** Closed is not cleared: says what the sensor still shows, or showed when it was last heard. */
import { QuestionCircleOutlined, SoundFilled } from "@ant-design/icons";
import type { TicketView } from "../../../http/views.ts";
import { useAlerts, useDevice } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useHearing } from "../../known/use-hearing.ts";
import { isSensed } from "../../order/sensed.ts";
import { valueText } from "../../words/value.ts";
import { ticketPageWords } from "./ticket-words.ts";

export function StillInAlarm({ ticket }: { ticket: TicketView }) {
  const page = useWords(ticketPageWords);
  const heard = useHearing(ticket);
  if (!isSensed(ticket)) return <Still what={page.stillInAlarmPlain} />;
  if (heard !== false) return <SensorSays ticket={ticket} />;
  return (
    <p className="still still-unheard">
      <QuestionCircleOutlined aria-hidden />
      <span>{page.wasInAlarm}</span>
    </p>
  );
}

function SensorSays({ ticket }: { ticket: TicketView & { gateway: string; device: string } }) {
  const speech = useSpeech();
  const page = useWords(ticketPageWords);
  const { say } = speech;
  const alert = useAlerts("open").data?.find((each) => each.id === ticket.alert);
  const device = useDevice(ticket.gateway, ticket.device).data;
  const point = device?.points.find((each) => each.id === alert?.point);
  const what = point?.latest && `${say(point.title)} ${valueText(point.latest.value, point, speech)}`;
  return <Still what={what ? page.stillInAlarm(what) : page.stillInAlarmPlain} />;
}

function Still({ what }: { what: string }) {
  return (
    <p className="still">
      <SoundFilled aria-hidden />
      <span>{what}</span>
    </p>
  );
}
