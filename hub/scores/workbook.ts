/** Scores as a workbook for the monthly meeting: one sheet a grouping, in Chinese, numbers as numbers. */
import writeExcelFile from "write-excel-file/node";
import type { ScoreGroup, ScoreRow, Scores } from "./read.ts";
import type { Score } from "./score.ts";

const titles: Record<ScoreGroup, string> = { unit: "按部门", committee: "按居委", class: "按类别", month: "按月份" };
const firsts: Record<ScoreGroup, string> = { unit: "部门", committee: "居委", class: "类别", month: "月份" };

const percent = "0.0%";
const minutes = "0.0";
const whole = "0";

type Column = { title: string; width: number; format?: string; value: (row: ScoreRow) => string | number | null };

/** The columns of one grouping. */
export const columnsOf = (by: ScoreGroup): Column[] => [
  { title: firsts[by], width: 24, value: ({ name }) => text(name) },
  { title: "案件数", width: 10, format: whole, value: ({ cases }) => cases },
  { title: "智能发现率", width: 12, format: percent, value: ({ bySensorRate }) => bySensorRate },
  { title: "接单用时（分钟）", width: 16, format: minutes, value: ({ acceptMin }) => acceptMin },
  { title: "到场用时（分钟）", width: 16, format: minutes, value: ({ arriveMin }) => arriveMin },
  { title: "结案用时（分钟）", width: 16, format: minutes, value: ({ closeMin }) => closeMin },
  { title: "结案率", width: 10, format: percent, value: ({ closedRate }) => closedRate },
  { title: "超时", width: 8, format: whole, value: ({ overdue }) => overdue },
  { title: "超时率", width: 10, format: percent, value: ({ overdueRate }) => overdueRate },
  { title: "退单", width: 8, format: whole, value: ({ returned }) => returned },
  { title: "重开", width: 8, format: whole, value: ({ reopened }) => reopened },
];

/** [OWASP, CSV injection] A spreadsheet would run a name that begins like a formula. */
function text(name: string): string {
  return /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
}

export function totalRow(total: Score): ScoreRow {
  return { key: "", name: "合计", ...total };
}

/** The `.xlsx` file. Times are medians; 用时 is counted from the dispatch, 结案用时 from the report. */
export async function workbook(all: readonly Scores[]): Promise<Buffer> {
  const sheets = all.map(({ by, rows, total }) => {
    const wanted = columnsOf(by);
    const head = wanted.map(({ title }) => ({ value: title, fontWeight: "bold" as const, wrap: true }));
    const body = [...rows, totalRow(total)].map((row) => wanted.map(({ value, format }) => cell(value(row), format)));
    return {
      ...{ data: [head, ...body], sheet: titles[by], stickyRowsCount: 1 },
      columns: wanted.map(({ width }) => ({ width })),
    };
  });
  return writeExcelFile(sheets).toBuffer();
}

function cell(value: string | number | null, format: string | undefined) {
  if (value === null) return null;
  return typeof value === "number" ? { value, format: format ?? whole } : { value };
}
