/** The fields behind a chart's lines: what is normal lies, alerts stand. Pure. */
import { chartTheme } from "../look/theme.ts";
import type { ChartSpan, Setting } from "./chart.ts";

export function markAreas(
  range: readonly [number, number] | undefined,
  alerts: readonly ChartSpan[],
  { mode, screen, rangeName }: Setting,
  ends: readonly [number, number],
): object[] {
  const { ink, label } = chartTheme(mode, screen);
  const normal = range && [
    {
      name: rangeName,
      yAxis: range[0],
      itemStyle: { color: ink.range },
      label: { ...label.textStyle, position: "insideTopLeft" },
    },
    { yAxis: range[1] },
  ];
  const spans = alerts.map(({ from, to, severity, name }) => [
    {
      name,
      xAxis: from,
      itemStyle: { color: ink.severity[severity], opacity: 0.16 },
      label: { ...label.textStyle, position: labelPlace((from + to) / 2, ends) },
    },
    { xAxis: to },
  ]);
  return (normal ? [normal, ...spans] : spans) as object[];
}

/** A short span has less room than its name: near an end of the chart the name goes inwards. */
function labelPlace(middle: number, [start, end]: readonly [number, number]): string {
  const share = (middle - start) / Math.max(1, end - start);
  return share > 0.75 ? "insideTopRight" : share < 0.25 ? "insideTopLeft" : "insideTop";
}
