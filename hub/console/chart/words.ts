/** What a chart says by itself. */
import { inBoth } from "../i18n/in-both.ts";

export const chartWords = inBoth(
  {
    lines: "折线图",
    bars: "柱状图",
    heat: "热力图",
    range: "正常范围",
    none: "没有数据",
    table: "看表格",
    chart: "看图",
  },
  {
    lines: "Line chart",
    bars: "Bar chart",
    heat: "Heat map",
    range: "Normal range",
    none: "No data",
    table: "Show as table",
    chart: "Show as chart",
  },
);
