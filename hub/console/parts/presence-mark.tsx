/** Whether a fault still holds, in a word. */
import { useSpeech } from "../i18n/language.tsx";
import type { Presence } from "../order/fault-presence.ts";

export function PresenceMark({ presence }: { presence: Presence }) {
  const { t } = useSpeech();
  if (presence === "unsaid") return null;
  return <span className={`presence-${presence}`}>{t.faults.presence[presence]}</span>;
}
