/** Reads a new alert to those who listen instead of look; one that came late interrupts nobody. */
import { useSpeech } from "../i18n/language.tsx";
import { useLive } from "../live/live-context.tsx";

export function Announcer() {
  const { t, say } = useSpeech();
  const { newest } = useLive();
  const told = (words: typeof t.live.arrived) =>
    newest && words(t.severity[newest.severity].long, `${newest.place} ${say(newest.title)}`);
  return (
    <>
      <div className="unseen" role="alert">
        {newest && !newest.late && told(t.live.arrived)}
      </div>
      <div className="unseen" role="status">
        {newest?.late && told(t.live.arrivedLate)}
      </div>
    </>
  );
}
