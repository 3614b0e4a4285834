/** One point's newest value with unit, age and trust: `1.85 m · 12 秒前`. */
import { ClockCircleOutlined } from "@ant-design/icons";
import type { DeviceView } from "../../http/views.ts";
import { useTicking } from "../clock/use-ticking.ts";
import { useSpeech } from "../i18n/language.tsx";
import { isStale } from "../words/trust.ts";
import { valueText } from "../words/value.ts";
import { Age } from "./age.tsx";
import { TrustMarks } from "./trust-marks.tsx";

type Props = {
  point: DeviceView["points"][number];
  /** Of its device. */
  freshMs: number;
  /** Its gateway is silent or its state unknown: the value no longer speaks for the present. */
  doubtful?: boolean;
  named?: boolean;
};

export function LiveValue({ point, freshMs, doubtful = false, named = false }: Props) {
  const speech = useSpeech();
  const { t, say } = speech;
  const { latest } = point;
  const old = useTicking((now) => latest !== undefined && isStale(latest, freshMs, now));
  const faded = doubtful || old;
  return (
    <span className={`reading${faded ? " reading-old" : ""}`}>
      {named && <span className="reading-name">{say(point.title)}</span>}
      {latest === undefined ? (
        <span className="reading-none">{t.value.none}</span>
      ) : (
        <>
          <b className="number">{valueText(latest.value, point, speech)}</b>
          <span aria-hidden> · </span>
          {old && (
            <ClockCircleOutlined className="reading-clock" title={t.trust.staleMeaning} aria-label={t.trust.stale} />
          )}
          <Age at={latest.at} />
          <TrustMarks latest={latest} />
        </>
      )}
    </span>
  );
}
