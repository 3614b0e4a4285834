/** An alert that came late: when it happened and when it was heard; nothing for one that came in time. */
import { HistoryOutlined } from "@ant-design/icons";
import type { AlertView } from "../../http/views.ts";
import { now } from "../clock/clock.ts";
import { useSpeech } from "../i18n/language.tsx";
import { momentText } from "../words/moment.ts";

export function LateMark({ alert }: { alert: AlertView }) {
  const { t, language } = useSpeech();
  if (!alert.late) return null;
  const text = (at: number) => momentText(at, now(), language, { seconds: false });
  return (
    <span className="late">
      <span className="mark mark-late">
        <HistoryOutlined aria-hidden /> {t.alerts.late}
      </span>
      <span className="dim">{t.alerts.lateTimes(text(alert.raisedAt), text(alert.receivedAt))}</span>
    </span>
  );
}
