/** From what a page wants shown to the options of ECharts: pure, so that it can be tested without a screen. */
import { chartTheme } from "../look/theme.ts";
import type { Chart, ChartLine, Setting } from "./chart.ts";
import { markAreas } from "./mark-areas.ts";
import { markLines } from "./mark-lines.ts";

export function optionOf(chart: Chart, setting: Setting): Record<string, unknown> {
  const { ink, grid, texts } = chartTheme(setting.mode, setting.screen);
  return {
    animation: !setting.calm,
    animationDuration: 200,
    color: [...ink.series],
    textStyle: { fontFamily: texts.font, color: ink.text },
    aria: { enabled: true, label: { description: setting.label }, decal: { show: chart.kind === "bars" } },
    grid: { ...grid, containLabel: true },
    ...(chart.kind === "lines"
      ? linesOf(chart, setting)
      : chart.kind === "bars"
        ? barsOf(chart, setting)
        : heatOf(chart, setting)),
  };
}

type Of<Kind extends Chart["kind"]> = Extract<Chart, { kind: Kind }>;

function linesOf(
  { lines, time, range, alerts = [], zoom = false, limits = [], seams = [], extent, states }: Of<"lines">,
  setting: Setting,
): Record<string, unknown> {
  const look = chartTheme(setting.mode, setting.screen);
  const ends = time === undefined ? {} : { min: time[0], max: time[1] };
  const marks = markAreas(range, alerts, setting, time ?? endsOf(lines));
  return {
    tooltip: { trigger: "axis", confine: true, ...look.tooltip, valueFormatter: shown(setting) },
    ...(lines.length > 1 ? { legend: { ...(zoom ? { top: 0 } : { bottom: 0 }), ...look.label } } : {}),
    ...(zoom ? { grid: { ...look.grid, ...roomForZoom(lines.length > 1), containLabel: true } } : {}),
    xAxis: { type: "time", ...ends, ...look.axis, ...fewMarks(look, setting) },
    yAxis: {
      type: "value",
      scale: true,
      ...look.axis,
      splitLine: look.split,
      ...reach(extent, look),
      ...named(states, look),
    },
    ...(zoom
      ? {
          dataZoom: [
            // A wheel over the chart goes on scrolling the page; with Ctrl held it zooms, and so do two fingers on a trackpad.
            { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
            { type: "slider", filterMode: "none", bottom: 4, showDetail: false, brushSelect: true, ...look.zoom },
          ],
        }
      : {}),
    series: lines.flatMap((line, index) => [
      ...spreadOf(line, look.ink.series[index % look.ink.series.length] ?? look.ink.text),
      {
        type: "line",
        name: line.name,
        data: line.points.map(({ at, value }) => [at, value]),
        ...{
          showSymbol: line.points.length < 40,
          symbolSize: 5,
          connectNulls: false,
          ...(line.step ? { step: "end" } : {}),
        },
        lineStyle: { width: 2, type: dashes[index % dashes.length] },
        ...(index === 0 && marks.length > 0 ? { markArea: { silent: true, data: marks } } : {}),
        ...(index === 0 && limits.length + seams.length > 0 ? { markLine: markLines(limits, seams, setting) } : {}),
      },
      ...notesOf(line, look.ink.severity[2]),
    ]),
  };
}

/** Times are long: on a phone only few stand side by side. */
function fewMarks(look: ReturnType<typeof chartTheme>, { screen }: Setting) {
  return {
    axisLabel: { ...look.axis.axisLabel, hideOverlap: true },
    ...(screen === "phone" ? { splitNumber: 3 } : {}),
  };
}

/** The bar below and the names above want room of their own. */
function roomForZoom(isNamed: boolean) {
  return { bottom: 34, top: isNamed ? 36 : 12 };
}

/** The ends are no round numbers: they are not written. */
function reach(extent: Of<"lines">["extent"], look: ReturnType<typeof chartTheme>) {
  if (extent === undefined) return {};
  return {
    ...{ min: extent[0], max: extent[1] },
    axisLabel: { ...look.axis.axisLabel, showMinLabel: false, showMaxLabel: false },
  };
}

function named(states: Of<"lines">["states"], look: ReturnType<typeof chartTheme>) {
  if (states === undefined) return {};
  const formatter = (value: number) => (value === 0 || value === 1 ? states[value] : "");
  return { interval: 1, axisLabel: { ...look.axis.axisLabel, formatter } };
}

/** Values that are not quite what they seem: a diamond on the line, and words in the table. */
function notesOf({ name, points }: ChartLine, colour: string): object[] {
  const noted = points.filter(({ note }) => note !== undefined);
  if (noted.length === 0) return [];
  return [
    {
      ...{ type: "line", name, symbol: "diamond", symbolSize: 7, showSymbol: true, silent: true },
      ...{ lineStyle: { opacity: 0 }, itemStyle: { color: colour }, tooltip: { show: false } },
      data: noted.map(({ at, value }) => [at, value]),
    },
  ];
}

/** Colour is never alone: each line has a dash of its own too. */
const dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3]] as const;

/** The lowest and highest of what was drawn as one: two invisible lines with the space between them filled. */
function spreadOf({ name, points }: ChartLine, colour: string): object[] {
  if (!points.some(({ low }) => low !== undefined)) return [];
  const quiet = {
    type: "line",
    name,
    stack: `spread ${name}`,
    symbol: "none",
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  };
  return [
    { ...quiet, data: points.map(({ at, low }) => [at, low ?? null]) },
    {
      ...quiet,
      data: points.map(({ at, low, high }) => [at, low === undefined || high === undefined ? null : high - low]),
      areaStyle: { color: colour, opacity: 0.22 },
    },
  ];
}

function endsOf(lines: readonly ChartLine[]): [number, number] {
  const moments = lines.flatMap(({ points }) => points.map(({ at }) => at));
  return moments.reduce<[number, number]>(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function barsOf(
  { categories, bars, stacked = false, sideways = false }: Of<"bars">,
  setting: Setting,
): Record<string, unknown> {
  const look = chartTheme(setting.mode, setting.screen);
  const names = { type: "category", data: [...categories], ...look.axis, ...(sideways ? { inverse: true } : {}) };
  const values = { type: "value", ...look.axis, splitLine: look.split };
  return {
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      confine: true,
      ...look.tooltip,
      valueFormatter: shown(setting),
    },
    ...(bars.length > 1 ? { legend: { bottom: 0, ...look.label } } : {}),
    xAxis: sideways ? values : names,
    yAxis: sideways ? names : values,
    series: bars.map(({ name, values: data, severity }) => ({
      ...{ type: "bar", name, data: [...data], barMaxWidth: 28 },
      ...(stacked ? { stack: "all" } : {}),
      ...(severity === undefined ? {} : { itemStyle: { color: look.ink.severity[severity] } }),
    })),
  };
}

function heatOf({ columns, rows, cells }: Of<"heat">, setting: Setting): Record<string, unknown> {
  const look = chartTheme(setting.mode, setting.screen);
  const most = cells.reduce((max, [, , value]) => Math.max(max, value ?? 0), 1);
  return {
    tooltip: { confine: true, ...look.tooltip, valueFormatter: shown(setting) },
    xAxis: { type: "category", data: [...columns], ...look.axis },
    yAxis: { type: "category", data: [...rows], inverse: true, ...look.axis },
    visualMap: { min: 0, max: most, show: false, inRange: { color: [...look.ink.heat] } },
    series: [
      {
        type: "heatmap",
        data: cells.map(([x, y, value]) => [x, y, value ?? "-"]),
        label: { show: screenFits(cells.length, setting), formatter: shownCount },
      },
    ],
  };
}

function screenFits(cells: number, { screen }: Setting): boolean {
  return cells <= (screen === "phone" ? 50 : 200);
}

/** The colour says none already. */
function shownCount({ value }: { value: readonly (number | string)[] }): string {
  return value[2] === 0 || value[2] === "-" ? "" : String(value[2]);
}

function shown({ value }: Setting) {
  return (raw: unknown) => (typeof raw === "number" ? value(raw) : "—");
}
