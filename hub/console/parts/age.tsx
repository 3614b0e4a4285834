/** How long ago something happened; ticks by itself, the exact time on hover and for the reader. */
import { now } from "../clock/clock.ts";
import { useSeen } from "../clock/use-seen.ts";
import { useSpeech } from "../i18n/language.tsx";
import { ageText } from "../words/age.ts";
import { momentText } from "../words/moment.ts";

export function Age({ at }: { at: number }) {
  const { t, language } = useSpeech();
  const text = useSeen((seen) => ageText(at, seen, t.age));
  return (
    <time className="age" dateTime={new Date(at).toISOString()} title={momentText(at, now(), language)}>
      {text}
    </time>
  );
}
