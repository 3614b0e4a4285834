/** When the device had which fault in the last month, and for how much of it it was well. */
import type { DeviceView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { wellShare } from "../../order/fault-spans.ts";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { durationText } from "../../words/duration.ts";
import { momentText } from "../../words/moment.ts";
import { useHealth } from "./device/queries.ts";
import { deviceWords } from "./device/words.ts";

const shownSpans = 8;

export function DeviceHealth({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const health = useHealth(device.gateway, device.id);
  return (
    <Panel title={words.health}>
      {health.data ? (
        <Spans {...health.data} />
      ) : health.error ? (
        <Failure error={health.error} retry={() => void health.refetch()} />
      ) : (
        <Waiting rows={2} />
      )}
    </Panel>
  );
}

function Spans({ spans, isKnown, from, to }: NonNullable<ReturnType<typeof useHealth>["data"]>) {
  const words = useWords(deviceWords);
  const { t, say, language } = useSpeech();
  if (!isKnown) return <p className="dim">{words.healthUnknown}</p>;
  const moment = (at: number) => momentText(at, now(), language, { seconds: false });
  const share = `${(Math.floor(wellShare(spans, from, to) * 1000) / 10).toFixed(1)}%`;
  return (
    <>
      <p>{spans.length === 0 ? words.healthNone : words.healthOk(share)}</p>
      <ul className="spans">
        {spans.slice(0, shownSpans).map((span) => (
          <li key={span.from} className={span.to === null ? "span-open" : ""}>
            <b>{say(wordsFor(span.code)?.what ?? { zh: span.code, en: span.code })}</b>
            <span className="dim">
              {moment(span.from)} – {span.to === null ? words.still : moment(span.to)} ·{" "}
              {durationText((span.to ?? now()) - span.from, t.duration)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
