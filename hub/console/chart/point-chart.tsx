/** The chart of one point of a device, with what its shades mean written below it. */
import type { AlertView, DeviceView } from "../../http/views.ts";
import { now } from "../clock.ts";
import { useSpeech } from "../i18n/language.tsx";
import { Failure } from "../parts/failure.tsx";
import { severityIcons } from "../parts/severity-mark.tsx";
import { TrustMarks } from "../parts/trust-marks.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { useTicking } from "../use-ticking.ts";
import { countText } from "../words/count.ts";
import { momentText } from "../words/moment.ts";
import { numberText, valueText } from "../words/value.ts";
import { LineChart } from "./line-chart.tsx";
import { bandShows, extentOf } from "./scale.ts";
import { highOf, lowOf, type Sample, samplesOf } from "./series.ts";
import { type Span, spans, useSeries } from "./use-series.ts";

type Point = DeviceView["points"][number];
type Props = { device: DeviceView; point: Point; span: Span; alerts: AlertView[] };

/** The window moves on in steps of about two pixels. */
const stepsPerSpan = 500;
/** No chart is wide enough for more readings than this one by one. */
const denseAfter = 700;

export function PointChart({ device, point, span, alerts }: Props) {
  const speech = useSpeech();
  const { t, say, language } = speech;
  const series = useSeries(device.gateway, device.id, point.id, span);
  const stepMs = spans[span] / stepsPerSpan;
  const to = useTicking((present) => Math.ceil(present / stepMs) * stepMs);
  if (series.error && !series.data) return <Failure error={series.error} retry={() => void series.refetch()} />;
  if (!series.data) return <Waiting rows={5} />;

  const { resolution } = series.data;
  const samples = samplesOf(series.data);
  const first = samples[0];
  const last = samples[samples.length - 1];
  const title = say(point.title);
  if (!first || !last)
    return (
      <figure className="point-chart">
        <figcaption>{title}</figcaption>
        <p className="chart-none">
          {t.device.noReadings}
          <span className="dim">{t.device.noReadingsText}</span>
        </p>
      </figure>
    );

  const states = point.kind === "boolean";
  const written = (value: number) => valueText(states ? value === 1 : value, point, speech);
  const drawn = samples
    .filter((sample) => sample.at >= to - spans[span])
    .flatMap((sample) => [lowOf(sample), highOf(sample)]);
  const low = samples.map(lowOf).reduce((a, b) => Math.min(a, b));
  const high = samples.map(highOf).reduce((a, b) => Math.max(a, b));
  const describe = ({ at, value, quality, spread }: Sample) => (
    <>
      <b className="number">{written(value)}</b>{" "}
      {spread &&
        `${t.device.bucket(numberText(spread.low), numberText(spread.high), countText(spread.count, language))} · `}
      {momentText(at, now(), language, { seconds: spread === undefined })}
      <TrustMarks latest={{ at, receivedAt: at, value, quality }} />
    </>
  );
  const marked = alerts.filter((alert) => alert.point === point.id);
  const alertSpans = marked.map(({ raisedAt, clearedAt, severity }) => ({
    from: raisedAt,
    to: clearedAt ?? to,
    severity,
  }));
  return (
    <figure className="point-chart">
      <figcaption>
        {title}
        {!states && point.unit && <span className="dim"> {valueText(0, point, speech).replace(/^0 ?/, "")}</span>}
      </figcaption>
      <LineChart
        samples={samples}
        time={[to - spans[span], to]}
        band={point.range}
        alerts={alertSpans}
        states={states}
        axis={states ? written : numberText}
        describe={describe}
        label={t.device.chart(title, written(low), written(high), written(last.value))}
      />
      <p className="legend dim">
        {point.range && !states && (
          <span>
            {bandShows(extentOf(drawn), point.range) && <i className="swatch-band" />} {t.device.band}{" "}
            {t.device.range(numberText(point.range[0]), written(point.range[1]))}
          </span>
        )}
        {[...new Set(marked.map((alert) => alert.severity))].map((severity) => {
          const Icon = severityIcons[severity];
          return (
            <span key={severity}>
              <Icon className={`tone-${severity}`} aria-hidden /> {t.severity[severity].short} {t.device.alertSpan}
            </span>
          );
        })}
        <span>{t.device.gap}</span>
        {resolution !== "raw" && <span>{t.device.buckets[resolution]}</span>}
        {resolution === "raw" && samples.length > denseAfter && <span>{t.device.thinned}</span>}
        {series.data.cutAt !== undefined && (
          <span>{t.device.cut(momentText(series.data.cutAt, now(), language, { seconds: false }))}</span>
        )}
      </p>
    </figure>
  );
}
