/** The list, how it stands, and the template, as files; what is exported can be imported again. */
import { componentClasses, componentName } from "../registry/component-classes.ts";
import { csvOf, workbookOf } from "../registry/inventory/write-apart.ts";
import { csv } from "../registry/inventory/write-csv.ts";
import { findArea } from "../rulebook/areas.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { ComponentStanding } from "../store/components.ts";
import { type ColumnKey, componentColumns } from "./columns.ts";
import { type Counts, type CoverageTable, countNames, nowhere } from "./table.ts";

const shownSystems = { WGS84: "WGS-84", CGCS2000: "CGCS2000", GCJ02: "GCJ-02", SHANGHAI: "上海地方坐标" } as const;

const cellOf: Record<ColumnKey, (one: ComponentStanding) => string> = {
  id: ({ id }) => id,
  class: (one) => one.class,
  name: ({ name }) => name,
  area: ({ area }) => area ?? "",
  place: ({ place }) => place,
  building: ({ building }) => building,
  system: ({ position }) => (position === null ? "" : shownSystems[position.system]),
  x: ({ position }) => (position === null ? "" : String(position.x)),
  y: ({ position }) => (position === null ? "" : String(position.y)),
  owner: ({ owner }) => owner,
  maintainer: ({ maintainer }) => maintainer,
  note: ({ note }) => note,
};

const ruleWords = {
  person: "人工认定",
  code: "编码",
  place: "楼栋和位置",
  distance: "距离",
  kind: "读的东西对得上",
} as const;
const yes = (is: boolean) => (is ? "是" : "否");
/** Written, and not looked at when they come back. */
const standing: [title: string, write: (one: ComponentStanding) => string][] = [
  ["接入（只读）", ({ connected }) => yes(connected)],
  ["正常（只读）", ({ healthy }) => yes(healthy)],
  ["已报区里（只读）", ({ shared }) => yes(shared)],
  ["设备（只读）", ({ match }) => (match === null ? "" : `${match.gateway}/${match.device}`)],
  ["凭什么认定（只读）", ({ match }) => (match === null ? "" : ruleWords[match.reason.rule])],
];

const head = [...componentColumns.map(({ zh }) => zh), ...standing.map(([title]) => title)];
const countTitles: Record<keyof Counts, string> = {
  ...{ known: "应接", connected: "已接", healthy: "正常", shared: "已报区里", doubtful: "待人认定" },
};

function* componentRows(rows: readonly ComponentStanding[]): Generator<string[]> {
  for (const one of rows)
    yield [...componentColumns.map(({ key }) => cellOf[key](one)), ...standing.map(([, write]) => write(one))];
}

export function componentsCsv(rows: readonly ComponentStanding[]): Promise<Buffer> {
  return csvOf(head, componentRows(rows));
}

/** By area, then by class, with a line for all. */
export function tableRows({ total, areas, classes }: CoverageTable, books: Books): string[][] {
  const counts = (one: Counts) => countNames.map((name) => String(one[name]));
  const indent = (depth: number, name: string) => `${"　".repeat(depth)}${name}`;
  return [
    ["片区", ...countNames.map((name) => countTitles[name])],
    ...areas.map((row) => [indent(row.depth, row.part === "own" ? `${row.name}（其余）` : row.name), ...counts(row)]),
    ["合计", ...counts(total)],
    [],
    ["类别", ...countNames.map((name) => countTitles[name])],
    ...classes.map((row) => [componentName(books, row.class)?.zh ?? row.class, ...counts(row)]),
    ["合计", ...counts(total)],
  ];
}

export function tableCsv(table: CoverageTable, books: Books): string {
  return csv(tableRows(table, books));
}

export function coverageWorkbook(
  rows: readonly ComponentStanding[],
  table: CoverageTable,
  books: Books,
): Promise<Buffer> {
  const widths = [...componentColumns.map(({ width }) => width), ...standing.map(() => 16)];
  return workbookOf([
    { sheet: "部件清单", widths, titles: head, rows: componentRows(rows) },
    { sheet: "应接尽接", widths: [32], rows: tableRows(table, books), numbers: true },
  ]);
}

/** Empty, or with rows as an example. */
export function componentTemplate(books: Books, rows: readonly string[][] = []): Promise<Buffer> {
  const titles = componentColumns.map(({ zh }) => zh);
  const widths = componentColumns.map(({ width }) => width);
  return workbookOf([
    { sheet: "部件清单", widths, titles, rows },
    { sheet: "填写说明", widths: [32, 80], rows: notesOf(books) },
  ]);
}

export function componentTemplateCsv(rows: readonly string[][] = []): string {
  return csv([componentColumns.map(({ zh }) => zh), ...rows]);
}

function notesOf({ areas }: Books): string[][] {
  const codes = componentClasses.map(([code, { zh }]) => [code, zh]);
  return [
    ["怎么填", "一行一个部件。别合并单元格，别用公式。先试算，看清楚再写入。"],
    ["How", "One component a row. No merged cells, no formulas. It is tried before it is taken."],
    [],
    ...componentColumns.map(({ zh, en, zhNote, enNote }) => [`${zh} / ${en}`, `${zhNote} / ${enNote}`]),
    [],
    ["片区编号", "片区名称"],
    ...areas.areas.slice(0, 2000).map(({ id, name }) => [id, name]),
    [],
    ["部件类别", "名称"],
    ...codes,
  ];
}

export function areaName({ areas }: Books, id: string | null): string {
  return findArea(areas, id)?.name ?? nowhere;
}
