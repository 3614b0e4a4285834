/** One chart by ECharts: `<EChart chart={…} label="…" />`. Load it with its page: it is never in the first chunk. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useMedia } from "../browser/use-media.ts";
import { now } from "../clock/clock.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { useLook } from "../look/look.tsx";
import { calmQuery, chartSize } from "../look/theme.ts";
import { momentText } from "../words/moment.ts";
import { numberText } from "../words/value.ts";
import type { Chart } from "./chart.ts";
import { init } from "./echart-parts.ts";
import { optionOf } from "./option.ts";
import { tableOf } from "./table.ts";
import { chartWords } from "./words.ts";

type Props = {
  chart: Chart;
  /** What it shows, for who cannot see it: title, lowest, highest, newest. */
  label: string;
  /** In px; the usual height unless given. */
  height?: number;
  /** Somebody zoomed a chart of lines to this stretch of time, and let go. */
  onZoom?: (window: [number, number]) => void;
};

/** So long after the last turn of the wheel the new stretch is told. */
const settleMs = 450;

export function EChart({ chart, label, height, onZoom }: Props) {
  const { language } = useSpeech();
  const { mode, screen } = useLook();
  const words = useWords(chartWords);
  const calm = useMedia(calmQuery);
  const [asTable, setAsTable] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof init> | null>(null);
  const unit = chart.unit ?? "";
  const states = chart.kind === "lines" ? chart.states : undefined;
  const zoomed = useRef(onZoom);
  zoomed.current = onZoom;
  const option = useMemo(
    () =>
      optionOf(chart, {
        ...{ mode, screen, calm, label, rangeName: words.range },
        value: (value) => states?.[value >= 0.5 ? 1 : 0] ?? `${numberText(value)}${unit === "" ? "" : ` ${unit}`}`,
        moment: (at) => momentText(at, now(), language, { seconds: false }),
      }),
    [chart, mode, screen, calm, label, words, unit, states, language],
  );
  useEffect(() => {
    if (asTable || !holder.current) return;
    const made = init(holder.current, null, { renderer: "svg", locale: language === "en" ? "EN" : "ZH" });
    drawn.current = made;
    let timer: ReturnType<typeof setTimeout> | undefined;
    made.on("datazoom", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const window = windowOf(made);
        if (window) zoomed.current?.(window);
      }, settleMs);
    });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(holder.current);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      made.dispose();
      drawn.current = null;
    };
  }, [asTable, language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one made anew in another language has nothing on it yet
  useEffect(() => drawn.current?.setOption(option, { notMerge: true }), [option, asTable, language]);
  const usual = screen === "phone" ? chartSize.phoneHeight : chartSize.height;
  return (
    <figure className="echart">
      {asTable ? (
        <ChartTable chart={chart} />
      ) : (
        <div ref={holder} role="img" aria-label={label} style={{ height: height ?? usual }} />
      )}
      <button type="button" className="link fine" onClick={() => setAsTable(!asTable)}>
        {asTable ? words.chart : words.table}
      </button>
    </figure>
  );
}

/** The stretch that is zoomed to; null when it is the whole. */
function windowOf(made: ReturnType<typeof init>): [number, number] | null {
  const [zoom] = (made.getOption().dataZoom ?? []) as {
    start?: number;
    end?: number;
    startValue: number;
    endValue: number;
  }[];
  if (!zoom || ((zoom.start ?? 0) <= 0 && (zoom.end ?? 100) >= 100)) return null;
  return [zoom.startValue, zoom.endValue];
}

function ChartTable({ chart }: { chart: Chart }) {
  const { language } = useSpeech();
  const words = useWords(chartWords);
  const { head, rows } = tableOf(chart, (at) => momentText(at, now(), language, { seconds: false }));
  if (rows.length === 0) return <p className="dim">{words.none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className="echart-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
