/** Date and time by the hub's clock, in Shanghai. */

import { useTicking } from "../../clock/use-ticking.ts";
import { useSpeech } from "../../i18n/language.tsx";

export function WallClock() {
  const { language } = useSpeech();
  const text = useTicking((present) =>
    new Intl.DateTimeFormat(language, {
      ...{ month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
      ...{ hour12: false, timeZone: "Asia/Shanghai" },
    } as Intl.DateTimeFormatOptions).format(present),
  );
  return <time className="wall-clock number">{text}</time>;
}
