/** Small words beside a value that is late, back-dated, estimated or a summary; touching one explains it. */
import Tooltip from "antd/es/tooltip";
import type { Latest } from "../../http/views.ts";
import { now } from "../clock/clock.ts";
import { useSpeech } from "../i18n/language.tsx";
import { momentText } from "../words/moment.ts";
import { type Trust, trustOf } from "../words/trust.ts";

export function TrustMarks({ latest }: { latest: Latest }) {
  const { t, language } = useSpeech();
  const meaning = (mark: Trust) => {
    if (mark !== "late") return t.trust[`${mark}Meaning`];
    return t.trust.lateMeaning(momentText(latest.at, now(), language), momentText(latest.receivedAt, now(), language));
  };
  return (
    <>
      {trustOf(latest).map((mark) => (
        <Tooltip key={mark} title={meaning(mark)} trigger={["hover", "focus", "click"]}>
          <button type="button" className="trust" aria-label={`${t.trust[mark]}：${meaning(mark)}`}>
            {t.trust[mark]}
          </button>
        </Tooltip>
      ))}
    </>
  );
}
