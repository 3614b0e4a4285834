import { describe, expect, it } from "vitest";
import type { Chart, Setting } from "./chart.ts";
import { optionOf } from "./option.ts";
import { tableOf } from "./table.ts";

const setting: Setting = {
  ...{ mode: "light", screen: "desk", calm: false, label: "水位", rangeName: "正常范围" },
  value: (value) => `${value} m`,
  moment: String,
};
type Drawn = {
  animation: boolean;
  aria: { enabled: boolean; label: { description: string }; decal: { show: boolean } };
  series: {
    type: string;
    data: unknown[];
    connectNulls?: boolean;
    lineStyle?: { type: string };
    markArea?: { data: object[] };
  }[];
};
const drawn = (chart: Chart, over: Partial<Setting> = {}) => optionOf(chart, { ...setting, ...over }) as Drawn;

const lines: Chart = {
  kind: "lines",
  lines: [
    {
      name: "水位",
      points: [
        { at: 1, value: 1 },
        { at: 2, value: null },
        { at: 3, value: 2 },
      ],
    },
    { name: "雨量", points: [{ at: 1, value: 3 }] },
  ],
  range: [0, 1.2],
  alerts: [{ from: 2, to: 3, severity: 1, name: "水位过高" }],
};

describe("a chart of lines", () => {
  it("draws a gap as a gap, and no two lines by colour alone", () => {
    const { series } = drawn(lines);
    expect(series[0]).toMatchObject({
      data: [
        [1, 1],
        [2, null],
        [3, 2],
      ],
      connectNulls: false,
    });
    expect(series[0]?.lineStyle?.type).not.toBe(series[1]?.lineStyle?.type);
  });

  it("shades what is normal and marks when it was in alarm", () => {
    expect(drawn(lines).series[0]?.markArea?.data).toMatchObject([
      [{ name: "正常范围", yAxis: 0 }, { yAxis: 1.2 }],
      [{ name: "水位过高", xAxis: 2 }, { xAxis: 3 }],
    ]);
  });

  it("names an alert near an end of the chart inwards, so that nothing is cut off", () => {
    const alerts = [
      [0, 2],
      [49, 51],
      [98, 100],
    ].map(([from = 0, to = 0]) => ({
      ...{ from, to, severity: 1 as const, name: "红 I 烟雾报警" },
    }));
    const { series } = drawn({ kind: "lines", lines: [{ name: "烟雾", points: [] }], time: [0, 100], alerts });
    expect(series[0]?.markArea?.data).toMatchObject(
      ["insideTopLeft", "insideTop", "insideTopRight"].map((position) => [{ label: { position } }, {}]),
    );
  });

  it("draws many readings as the space between their lowest and highest", () => {
    const { series } = drawn({
      kind: "lines",
      lines: [{ name: "水位", points: [{ at: 1, value: 2, low: 1, high: 4 }] }],
    });
    expect(series.map(({ data }) => data)).toEqual([[[1, 1]], [[1, 3]], [[1, 2]]]);
  });

  it("says in words what it shows, and does not move for who does not want it", () => {
    expect(drawn(lines).aria).toMatchObject({ enabled: true, label: { description: "水位" } });
    expect([drawn(lines).animation, drawn(lines, { calm: true }).animation]).toEqual([true, false]);
  });
});

describe("a chart of bars", () => {
  const bars: Chart = {
    kind: "bars",
    categories: ["一月"],
    bars: [{ name: "红", values: [3], severity: 1 }],
    unit: "件",
  };

  it("has patterns beside its colours", () => {
    expect(drawn(bars).aria.decal.show).toBe(true);
  });

  it("is a table too", () => {
    expect(tableOf(bars, String)).toEqual({ head: ["", "红"], rows: [["一月", "3 件"]] });
    expect(tableOf(lines, String).rows).toEqual([
      ["1", "1", "3"],
      ["2", "—", "—"],
      ["3", "2", "—"],
    ]);
  });
});

describe("a chart of lines of a device", () => {
  const device: Chart = {
    kind: "lines",
    lines: [
      {
        name: "水位",
        points: [
          { at: 1, value: 1, low: 0.5, high: 2 },
          { at: 2, value: null },
          { at: 3, value: 2, note: "时间是估计的" },
        ],
      },
    ],
    limits: [{ value: 1.2, name: "水位过高", severity: 2 }],
  };

  it("draws the limits of rules as lines, and marks values that are not quite what they seem", () => {
    const { series } = drawn(device) as unknown as {
      series: { markLine?: { data: { yAxis: number }[] }; symbol?: string }[];
    };
    expect(series.flatMap(({ markLine }) => markLine?.data ?? []).map(({ yAxis }) => yAxis)).toEqual([1.2]);
    expect(series.filter(({ symbol }) => symbol === "diamond")).toHaveLength(1);
  });

  it("is a table that says gap, band and mark too", () => {
    expect(tableOf(device, String).rows).toEqual([
      ["1", "1 (0.5～2)"],
      ["2", "—"],
      ["3", "2 · 时间是估计的"],
    ]);
  });
});
