/** A chart as the table behind it, for who reads rather than looks. */
import { numberText } from "../words/value.ts";
import type { Chart } from "./option.ts";

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
  const times = [...new Set(chart.lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const valuesOf = chart.lines.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  return {
    head: ["", ...chart.lines.map(({ name }) => name)],
    rows: times.map((at) => [moment(at), ...valuesOf.map((values) => text(values.get(at)))]),
  };
}
