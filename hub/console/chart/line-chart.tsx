/** One point over time: measuring range shaded, alert spans marked, gaps left blank; touch, hover or arrow keys read a value. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from "react";
import { useLook } from "../look.tsx";
import { chartSize } from "../theme.ts";
import { Axes } from "./axes.tsx";
import { Backdrop } from "./backdrop.tsx";
import { Cursor } from "./cursor.tsx";
import { Lines } from "./lines.tsx";
import type { AlertSpan, Plot } from "./plot.ts";
import { type Extent, extentOf, scale } from "./scale.ts";
import { highOf, lowOf, nearest, runs, type Sample, thin } from "./series.ts";
import { useWidth } from "./use-width.ts";

type Props = {
  samples: Sample[];
  time: Extent;
  band?: Extent | undefined;
  alerts: AlertSpan[];
  /** A boolean point: two levels with names instead of numbers. */
  states: boolean;
  /** Writes a value at the axis. */
  axis: (value: number) => string;
  /** Writes a reading in full: value, unit, time, trust. */
  describe: (sample: Sample) => ReactNode;
  label: string;
};

export function LineChart({ samples, time, band, alerts, states, axis, describe, label }: Props) {
  const { screen } = useLook();
  const [holder, width] = useWidth<HTMLDivElement>();
  const [held, setHeld] = useState<Sample | null>(null);
  const height = screen === "phone" ? chartSize.phoneHeight : chartSize.height;
  const shown = useMemo(() => samples.filter((sample) => sample.at >= time[0]), [samples, time]);
  const values: Extent = states ? [-0.25, 1.25] : extentOf(shown.flatMap((sample) => [lowOf(sample), highOf(sample)]));
  const plot = plotOf(width, height, time, values);
  const most = Math.max(60, Math.floor(width / 2));
  const drawn = useMemo(() => drawnRuns(shown, states ? Number.POSITIVE_INFINITY : most), [shown, states, most]);

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const at = time[0] + ((x - plot.left) / (plot.right - plot.left)) * (time[1] - time[0]);
    setHeld(nearest(shown, at) ?? null);
  };
  const step = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") setHeld(null);
    if (move === undefined) return;
    event.preventDefault();
    const index = held ? shown.indexOf(held) + move : shown.length - 1;
    setHeld(shown[Math.max(0, Math.min(shown.length - 1, index))] ?? null);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that arrow keys read is no native element
    <div
      ref={holder}
      className="chart"
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read its values
      tabIndex={0}
      onPointerDown={point}
      onPointerMove={point}
      onPointerLeave={(event) => event.pointerType === "mouse" && setHeld(null)}
      onKeyDown={step}
    >
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          <Backdrop plot={plot} band={states ? undefined : band} alerts={alerts} />
          <Axes plot={plot} axis={axis} states={states} />
          <Lines plot={plot} runs={drawn} states={states} />
          {held && <Cursor plot={plot} sample={held} />}
        </svg>
      )}
      <div className="chart-held" aria-live="polite">
        {held ? describe(held) : null}
      </div>
    </div>
  );
}

function drawnRuns(samples: Sample[], most: number) {
  const found = runs(samples);
  return found.map((run) => thin(run, Math.max(2, Math.ceil((most * run.length) / Math.max(1, samples.length)))));
}

function plotOf(width: number, height: number, time: Extent, values: Extent): Plot {
  const { left, right, top, bottom } = chartSize;
  const edges = { left, right: Math.max(left + 1, width - right), top, bottom: height - bottom };
  return {
    width,
    height,
    time,
    values,
    ...edges,
    x: scale(time, [edges.left, edges.right]),
    y: scale(values, [edges.bottom, edges.top]),
  };
}
