/** Where the finger points. */
import { chartSize } from "../theme.ts";
import type { Plot } from "./plot.ts";
import type { Sample } from "./series.ts";

export function Cursor({ plot, sample }: { plot: Plot; sample: Sample }) {
  const x = plot.x(sample.at);
  return (
    <g className="cursor">
      <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      <circle cx={x} cy={plot.y(sample.value)} r={chartSize.dot} />
    </g>
  );
}
