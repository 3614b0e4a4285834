/** The sensor itself still says that something is wrong. */
import { SoundFilled } from "@ant-design/icons";
import { useSpeech } from "../i18n/language.tsx";

export function AlarmMark() {
  const { t } = useSpeech();
  return (
    <span className="alarm-mark">
      <SoundFilled aria-hidden />
      {t.tickets.inAlarm}
    </span>
  );
}
