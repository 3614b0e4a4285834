/** Something is being fetched: a skeleton, and after two seconds a word about how long it has taken. */
import Skeleton from "antd/es/skeleton";
import { useState } from "react";
import { now } from "../clock/clock.ts";
import { useTicking } from "../clock/use-ticking.ts";
import { useSpeech } from "../i18n/language.tsx";

export function Waiting({ rows = 4 }: { rows?: number }) {
  const { t } = useSpeech();
  const [start] = useState(now);
  const seconds = useTicking((present) => Math.floor((present - start) / 1_000));
  return (
    <div className="waiting" role="status" aria-label={t.waiting.text}>
      <Skeleton active title={false} paragraph={{ rows }} />
      {seconds >= 2 && <p className="dim">{t.waiting.slow(seconds)}</p>}
    </div>
  );
}
