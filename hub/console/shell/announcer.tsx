/** Reads a new alert to those who listen instead of look. */
import { useSpeech } from "../i18n/language.tsx";
import { useLive } from "../live/live-context.tsx";

export function Announcer() {
  const { t, say } = useSpeech();
  const { newest } = useLive();
  return (
    <div className="unseen" role="alert">
      {newest && t.live.arrived(t.severity[newest.severity].long, `${newest.place} ${say(newest.title)}`)}
    </div>
  );
}
