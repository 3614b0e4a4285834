/** Says loudly when what is on screen is no longer live, and nothing while it is. */
import { DisconnectOutlined } from "@ant-design/icons";
import { now } from "../clock/clock.ts";
import { useTicking } from "../clock/use-ticking.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useLive } from "../live/live-context.tsx";
import { momentText } from "../words/moment.ts";

/** A blink of the line is not worth a banner. */
const patienceMs = 1_500;

export function Connection() {
  const { t, language } = useSpeech();
  const { state } = useLive();
  const lost = useTicking((present) => state.name === "lost" && present - state.since >= patienceMs);
  return (
    <div role="status">
      {lost && state.name === "lost" && (
        <div className="connection">
          <DisconnectOutlined aria-hidden />
          <b>{t.live.lost}</b>
          <span>{t.live.frozen(momentText(state.since, now(), language))}</span>
        </div>
      )}
    </div>
  );
}
