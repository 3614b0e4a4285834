/** The marks of both axes. */
import { useSpeech } from "../i18n/language.tsx";
import { momentText } from "../words/moment.ts";
import type { Plot } from "./plot.ts";
import { timeMarks, valueMarks } from "./scale.ts";

type Props = { plot: Plot; axis: (value: number) => string; states: boolean };

const pxPerTimeMark = 96;
const dayMs = 86_400_000;

export function Axes({ plot, axis, states }: Props) {
  const { language } = useSpeech();
  const offsetMs = -new Date(plot.time[1]).getTimezoneOffset() * 60_000;
  const times = timeMarks(plot.time, Math.max(2, Math.floor((plot.right - plot.left) / pxPerTimeMark)), offsetMs);
  // Over a day and more, a mark at midnight is named by its date.
  const long = plot.time[1] - plot.time[0] > 2 * dayMs;
  const timeText = (at: number) => {
    const text = momentText(at, long ? 0 : at, language, { seconds: false });
    return long ? text.replace(/,? ?00:00$/, "") : text;
  };
  const marks = states ? [0, 1] : valueMarks(plot.values, 4);
  return (
    <g className="axes">
      {marks.map((value) => (
        <g key={value}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={plot.y(value)} y2={plot.y(value)} />
          <text x={plot.left} dx="-0.6em" y={plot.y(value)} dy="0.35em" textAnchor="end">
            {axis(value)}
          </text>
        </g>
      ))}
      {times.map((at) => (
        <text key={at} x={plot.x(at)} y={plot.bottom} dy="1.5em" textAnchor={anchor(plot, at)}>
          {timeText(at)}
        </text>
      ))}
    </g>
  );
}

/** A mark near the right edge is written to the left of it, so that it is not cut off. */
function anchor(plot: Plot, at: number): "middle" | "end" {
  return plot.right - plot.x(at) < pxPerTimeMark / 4 ? "end" : "middle";
}
