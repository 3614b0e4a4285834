/** The sensor itself still says that something is wrong; or said so when it was last heard. */
import { QuestionCircleOutlined, SoundFilled } from "@ant-design/icons";
import type { TicketView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useHearing } from "../known/use-hearing.ts";

/** `of`: the ticket of that sensor. */
export function AlarmMark({ of }: { of: TicketView }) {
  const { t } = useSpeech();
  const heard = useHearing(of);
  if (heard === undefined) return null;
  const Icon = heard ? SoundFilled : QuestionCircleOutlined;
  return (
    <span className={heard ? "alarm-mark" : "alarm-unheard"}>
      <Icon aria-hidden />
      {heard ? t.tickets.inAlarm : t.tickets.wasInAlarm}
    </span>
  );
}
