/** The chart of one point: what is normal, limits, alerts, gaps, bands and marks; another day below it if wished. */
import { useMemo } from "react";
import { useSearch } from "wouter";
import type { AlertView, DeviceView } from "../../../http/views.ts";
import type { Chart, ChartLine } from "../../chart/chart.ts";
import { gapsOf, limitsOf, normalOf, pointsOf, shifted } from "../../chart/course.ts";
import { EChart } from "../../chart/echart.tsx";
import { joined } from "../../chart/joined.ts";
import { extentOf } from "../../chart/scale.ts";
import { highOf, lowOf, samplesOf } from "../../chart/series.ts";
import { useEarlier, useSeries } from "../../chart/use-series.ts";
import type { Shown } from "../../chart/use-window.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { trustOf } from "../../words/trust.ts";
import { unitText } from "../../words/unit.ts";
import { valueText } from "../../words/value.ts";
import { type Predecessor, usePredecessorSeries } from "./device/use-predecessors.ts";
import { deviceWords } from "./device/words.ts";

type Point = DeviceView["points"][number];
type Props = {
  device: DeviceView;
  point: Point;
  shown: Shown;
  alerts: readonly AlertView[];
  /** What hung here before, the oldest first. */
  predecessors: readonly Predecessor[];
  onZoom: (window: [number, number]) => void;
};

/** No chart is wide enough for more readings than this one by one. */
const most = 700;
const dayMs = 24 * 3_600_000;
const before = { day: dayMs, week: 7 * dayMs };

export function DeviceChart({ device, point, shown, alerts, predecessors, onZoom }: Props) {
  const words = useWords(deviceWords);
  const speech = useSpeech();
  const { t, say, language } = speech;
  const wish = new URLSearchParams(useSearch()).get("with");
  const earlierBy = wish === "day" || wish === "week" ? wish : null;
  const of = { gateway: device.gateway, device: device.id, point: point.id };
  const series = useSeries(of, shown);
  const earlier = useEarlier(of, shown, earlierBy && before[earlierBy]);
  const { from, to } = shown;
  const title = say(point.title);
  const noteOf = (quality: number) =>
    trustOf({ at: 0, receivedAt: 0, quality })
      .map((mark) => t.trust[mark])
      .join(" ");
  const { data, dataUpdatedAt } = series;
  const past = earlierBy ? earlier.data : undefined;
  const replaced = usePredecessorSeries(predecessors, point.id, shown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of notes change with the language alone
  const lines = useMemo(() => {
    if (!data) return null;
    const parts = [...replaced, samplesOf(data)].map((part) => part.filter(({ at }) => at >= from && at <= to));
    const { samples, points: course, seams } = joined(parts, most, noteOf);
    const own: ChartLine = { name: title, points: course, step: point.kind === "boolean" };
    if (!past || !earlierBy) return { samples, seams, drawn: [own] };
    const points = shifted(
      pointsOf(samplesOf(past), most, () => ""),
      before[earlierBy],
    );
    return { samples, seams, drawn: [own, { name: words.compareLine[earlierBy], points, step: own.step ?? false }] };
  }, [data, dataUpdatedAt, replaced, past, from, to, title, earlierBy, language]);
  if (series.error && !data) return <Failure error={series.error} retry={() => void series.refetch()} />;
  if (!data || !lines) return <Waiting rows={5} />;

  const { samples, seams, drawn } = lines;
  const last = samples[samples.length - 1];
  if (!last)
    return (
      <figure className="point-chart">
        <figcaption>{title}</figcaption>
        <p className="chart-none">
          {words.noReadings}
          <span className="dim">{words.noReadingsText}</span>
        </p>
      </figure>
    );
  const states = point.kind === "boolean";
  const written = (value: number) => valueText(states ? value >= 0.5 : value, point, speech);
  const low = Math.min(...samples.map(lowOf));
  const high = Math.max(...samples.map(highOf));
  const limits = states ? [] : limitsOf(device.rules ?? [], point.id);
  const extent = extentOf([low, high, ...limits.map(({ value }) => value)]);
  const normal = normalOf(limits, [
    Math.max(point.range?.[0] ?? extent[0], extent[0]),
    Math.min(point.range?.[1] ?? extent[1], extent[1]),
  ]);
  const marked = alerts.filter(
    (alert) => alert.point === point.id && alert.raisedAt <= to && (alert.clearedAt ?? to) >= from,
  );
  const unit = unitText(point.unit);
  const chart: Chart = {
    ...{ kind: "lines", lines: drawn, time: [from, to], zoom: true },
    ...(unit === "" || states ? {} : { unit }),
    ...(normal ? { range: normal } : {}),
    ...(states ? { states: [written(0), written(1)] as const, extent: [-0.25, 1.25] as const } : { extent }),
    seams: seams.map((at) => ({ at, name: words.seam })),
    limits: limits.map(({ value, severity, title: name }) => ({ value, severity, name: say(name) })),
    alerts: marked.map((alert) => ({
      ...{ from: Math.max(from, alert.raisedAt), to: Math.min(to, alert.clearedAt ?? to) },
      ...{ severity: alert.severity, name: `${t.severity[alert.severity].short} ${say(alert.title)}` },
    })),
  };
  const points = drawn[0]?.points ?? [];
  const gaps = gapsOf(points, [from, to]);
  const notes = points.filter(({ note }) => note !== undefined).length;
  const { resolution, cutAt } = data;
  return (
    <figure className="point-chart" aria-busy={series.isPlaceholderData}>
      <figcaption>{title}</figcaption>
      <EChart
        chart={chart}
        label={words.chart(title, written(low), written(high), written(last.value))}
        onZoom={onZoom}
      />
      <p className="legend dim">
        {normal && (
          <span>
            <i className="swatch-band" /> {words.normal} {words.range(written(normal[0]), written(normal[1]))}
          </span>
        )}
        {point.range && !states && (
          <span>
            {words.band} {words.range(written(point.range[0]), written(point.range[1]))}
          </span>
        )}
        <span>{gaps === 0 ? words.noGaps : words.gaps(gaps)}</span>
        {seams.length > 0 && (
          <span>
            {seams.map((at) => words.seamAt(momentText(at, now(), language, { seconds: false }))).join(words.between)}
          </span>
        )}
        {notes > 0 && <span>{words.notes(notes)}</span>}
        {resolution !== "raw" && <span>{words.buckets[resolution]}</span>}
        {cutAt !== undefined && <span>{words.cut(momentText(cutAt, now(), language, { seconds: false }))}</span>}
      </p>
    </figure>
  );
}
