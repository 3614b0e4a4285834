/** 黄牌, 红牌, 超时: what the clock said last about a case; nothing while it is content. */
import { FlagFilled, WarningFilled } from "@ant-design/icons";
import type { TicketView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";

export function WarningMark({ level }: { level: TicketView["warned"] }) {
  const { t } = useSpeech();
  if (level === "none") return null;
  const Icon = level === "overdue" ? WarningFilled : FlagFilled;
  return (
    <span className={`mark mark-${level}`} title={t.tickets.warnedMeaning[level]}>
      <Icon aria-hidden />
      {t.tickets.warned[level]}
    </span>
  );
}
