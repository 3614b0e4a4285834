/** A chart as the table behind it, for who reads rather than looks. */
import { numberText } from "../words/value.ts";
import type { Chart, ChartPoint } from "./chart.ts";

export type ChartTable = { head: string[]; rows: string[][] };

const nothing = "—";

export function tableOf(chart: Chart, moment: (at: number) => string): ChartTable {
  const unit = chart.unit === undefined ? "" : ` ${chart.unit}`;
  const text = (value: number | null | undefined) => (value == null ? nothing : `${numberText(value)}${unit}`);
  if (chart.kind === "bars")
    return {
      head: ["", ...chart.bars.map(({ name }) => name)],
      rows: chart.categories.map((name, at) => [name, ...chart.bars.map(({ values }) => text(values[at]))]),
    };
  if (chart.kind === "heat") {
    const cellAt = new Map(chart.cells.map(([x, y, value]) => [`${x} ${y}`, value]));
    return {
      head: ["", ...chart.columns],
      rows: chart.rows.map((name, y) => [name, ...chart.columns.map((_, x) => text(cellAt.get(`${x} ${y}`)))]),
    };
  }
  const states = chart.states;
  const full = ({ value, low, high, note }: ChartPoint) => {
    if (value !== null && states) return states[value >= 0.5 ? 1 : 0];
    const spread =
      low === undefined || high === undefined || low === high ? "" : ` (${numberText(low)}～${numberText(high)})`;
    return `${text(value)}${spread}${note === undefined ? "" : ` · ${note}`}`;
  };
  const times = [...new Set(chart.lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const valuesOf = chart.lines.map(({ points }) => new Map(points.map((point) => [point.at, full(point)])));
  return {
    head: ["", ...chart.lines.map(({ name }) => name)],
    rows: times.map((at) => [moment(at), ...valuesOf.map((values) => values.get(at) ?? nothing)]),
  };
}
