/** How much time a case has left, and by which clock; ticks by itself, the moment it is due on hover. */
import { ClockCircleOutlined, FieldTimeOutlined, PauseCircleOutlined, WarningFilled } from "@ant-design/icons";
import type { TicketView } from "../../http/views.ts";
import { now } from "../clock/clock.ts";
import { useSeen } from "../clock/use-seen.ts";
import { useSpeech } from "../i18n/language.tsx";
import { momentText } from "../words/moment.ts";
import { limitText, timeLeftText, timeTone } from "../words/time-left.ts";
import { WarningMark } from "./warning-mark.tsx";

const icons = {
  calm: ClockCircleOutlined,
  near: FieldTimeOutlined,
  over: WarningFilled,
  paused: PauseCircleOutlined,
};

export function TimeLeft({ ticket }: { ticket: TicketView }) {
  const { t, language } = useSpeech();
  const tone = useSeen((seen) => timeTone(ticket, seen) ?? "");
  const text = useSeen((seen) => timeLeftText(ticket, seen, t));
  if (tone === "") return null;
  const Icon = icons[tone];
  const due =
    ticket.dueAt === undefined ? "" : t.time.due(momentText(ticket.dueAt, now(), language, { seconds: false }));
  return (
    <span className="stack time-left" title={due}>
      <span className={`time time-${tone}`}>
        <Icon aria-hidden /> {text}
      </span>
      {tone === "near" && <WarningMark level={ticket.warned} />}
      {ticket.limit && <span className="dim">{limitText(ticket.limit, t.time)}</span>}
    </span>
  );
}
