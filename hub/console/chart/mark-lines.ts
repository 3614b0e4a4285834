/** The lines across a chart: limits of rules lie, seams between two devices stand. Pure. */
import { chartTheme } from "../look/theme.ts";
import type { ChartLimit, ChartSeam, Setting } from "./chart.ts";

export function markLines(
  limits: readonly ChartLimit[],
  seams: readonly ChartSeam[],
  { mode, screen, value }: Setting,
): object {
  const { ink, label } = chartTheme(mode, screen);
  const across = limits.map((limit) => ({
    yAxis: limit.value,
    lineStyle: { color: ink.severity[limit.severity], type: "dashed", width: 1 },
    label: { ...label.textStyle, position: "insideEndTop", formatter: `${limit.name} ${value(limit.value)}` },
  }));
  const upright = seams.map(({ at, name }) => ({
    xAxis: at,
    lineStyle: { color: ink.text, type: "solid", width: 2 },
    label: { ...label.textStyle, position: "insideEndTop", rotate: 0, formatter: name },
  }));
  return { silent: true, symbol: "none", data: [...across, ...upright] };
}
