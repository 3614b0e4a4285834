/** What lies behind the line: the measuring range and the spans in which an alert stood. */
import { chartSize } from "../theme.ts";
import type { AlertSpan, Plot } from "./plot.ts";
import { bandShows, type Extent } from "./scale.ts";

type Props = { plot: Plot; band: Extent | undefined; alerts: AlertSpan[] };

export function Backdrop({ plot, band, alerts }: Props) {
  const clampY = (value: number) => Math.min(plot.bottom, Math.max(plot.top, plot.y(value)));
  const clampX = (at: number) => Math.min(plot.right, Math.max(plot.left, plot.x(at)));
  return (
    <g>
      {band && bandShows(plot.values, band) && (
        <rect
          className="band"
          x={plot.left}
          width={plot.right - plot.left}
          y={clampY(band[1])}
          height={Math.max(0, clampY(band[0]) - clampY(band[1]))}
        />
      )}
      {alerts
        .filter((alert) => alert.to >= plot.time[0])
        .map((alert) => {
          const x = clampX(alert.from);
          return (
            <g key={`${alert.from} ${alert.severity}`} className={`alert-span alert-span-${alert.severity}`}>
              <rect
                x={x}
                width={Math.max(chartSize.cut, clampX(alert.to) - x)}
                y={plot.top}
                height={plot.bottom - plot.top}
              />
            </g>
          );
        })}
    </g>
  );
}
