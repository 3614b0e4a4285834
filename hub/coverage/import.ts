/** A list of components as an import: judged row by row, and taken as the next version of what should be connected. */
import { Fault } from "../../core/fault.ts";
import type { Session } from "../accounts/session.ts";
import type { CellError } from "../registry/inventory/columns.ts";
import type { ListReader, RowJudge } from "../registry/inventory/jobs.ts";
import { headerOf, letters } from "../registry/inventory/judge-row.ts";
import type { ListTaker } from "../registry/inventory/take.ts";
import type { Bounds } from "../registry/within.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { ImportJob } from "../store/imports.ts";
import type { Tables } from "../store/store.ts";
import { type ColumnKey, componentColumns } from "./columns.ts";
import type { Component } from "./component.ts";
import { readRow } from "./read-row.ts";

type Plan = { component: Component; liesIn: string | null };

/** What the list no longer names: stands as it is, or has ended. */
export const missingWishes = ["keep", "end"] as const;
export type MissingWish = (typeof missingWishes)[number];

export function componentList(bounds: Bounds): ListReader {
  return (cells, formulas, books): RowJudge => {
    const header = headerOf(cells, componentColumns, ["id", "class"]);
    const seen = new Map<string, number>();
    return async (tables, row, at) => {
      const text = (key: ColumnKey) => row[header.get(key) ?? -1]?.trim() ?? "";
      const read = readRow(text, books);
      const errors = [
        ...("errors" in read ? read.errors : []),
        ...computed(header, formulas, at, text),
        ...twice(seen, text("id"), at),
      ];
      if (errors.length > 0 || "errors" in read) return { verdict: "wrong", body: { errors } };
      return judge(tables, read, bounds);
    };
  };
}

async function judge({ components }: Tables, plan: Plan, { areas }: Bounds): ReturnType<RowJudge> {
  const { component, liesIn } = plan;
  const before = await components.find(component.id);
  const isTheirs = (area: string | null) => areas === null || (area !== null && areas.has(area));
  const stands = before === null || areas === null ? liesIn : await components.findArea(component.id);
  if (!isTheirs(liesIn) || !isTheirs(stands)) return { verdict: "wrong", body: { errors: [elsewhere(component.id)] } };
  if (before === null) return { verdict: "new", body: plan };
  return {
    verdict: JSON.stringify(before) === JSON.stringify(sorted(component, before)) ? "same" : "changed",
    body: plan,
  };
}

/** The same fields in the same order. */
function sorted(component: Component, like: Component): object {
  return Object.fromEntries(Object.keys(like).map((key) => [key, component[key as keyof Component]]));
}

function elsewhere(id: string): CellError {
  return { column: "片区", value: id, zh: "不在您管的片区里。", en: "It is not in your areas, or would leave them." };
}

function computed(
  header: ReadonlyMap<string, number>,
  formulas: ReadonlySet<string>,
  row: number,
  text: (key: ColumnKey) => string,
): CellError[] {
  const zh = "这一格是公式。复制后“粘贴为数值”。";
  return componentColumns.flatMap(({ key, zh: column }) => {
    const at = header.get(key);
    if (at === undefined || !formulas.has(`${letters(at)}${row}`)) return [];
    return [{ column, value: text(key).slice(0, 100), zh, en: "It is a formula: paste it as a value." }];
  });
}

function twice(seen: Map<string, number>, id: string, row: number): CellError[] {
  const before = seen.get(id);
  if (before === undefined) seen.set(id, row);
  if (before === undefined || id === "") return [];
  const zh = `和第 ${before} 行编码一样，留一行。要是末位都成了 0，是 Excel 改的：整列设成文本。`;
  const en = `Row ${before} has the same code. If the last digits became 0, a spreadsheet did it: format the column as text.`;
  return [{ column: "部件编码", value: id.slice(0, 100), zh, en }];
}

/** Throws `SHEET_REFUSED`: what a list does not name ends only by one that is right in every row. */
export function checkWish({ counts }: ImportJob, missing: MissingWish): void {
  if (missing === "keep" || counts.wrong === 0) return;
  throw new Fault(
    "SHEET_REFUSED",
    `还有 ${counts.wrong} 行不对，不能拿它当全部清单：先改好再导。 ${counts.wrong} rows are wrong: what it lacks cannot end by it.`,
  );
}

type Taker = Pick<Session, "account" | "areas">;
const endedAtOnce = 50;

/** Takes the rows as the list's newest version; it is one list, however often it stops and is taken up. */
export function componentTaker(
  job: ImportJob,
  { account: by, areas }: Taker,
  missing: MissingWish,
  clock: () => number,
): ListTaker {
  let list = 0;
  return {
    verdicts: ["new", "changed", "same"],
    async open({ components }) {
      list = await components.openList({ import: job.id, name: job.name, by, at: clock() });
    },
    async take(tables, body) {
      const plan = body as Plan;
      const wrong = await wrongNow(tables, plan, areas);
      if (wrong === null) await tables.components.put(list, plan.component, plan.liesIn, clock());
      return wrong;
    },
    errorOf: (body, { detail }) => ({
      ...{ column: "部件编码", value: (body as Plan).component.id, zh: detail, en: detail },
    }),
    async next({ components }) {
      if (missing === "keep") return "done";
      const ended = await components.endMissing(list, areas && [...areas], endedAtOnce, clock());
      return ended < endedAtOnce ? "done" : "more";
    },
  };
}

/** Since the trial the table of areas, or those of the taker, may be others. */
async function wrongNow(tables: Tables, { component, liesIn }: Plan, areas: Taker["areas"]): Promise<CellError | null> {
  const books = await readBooks(tables);
  if (component.area !== null && findArea(books.areas, component.area) === null)
    return {
      ...{ column: "片区", value: component.area },
      ...{ zh: "片区表里已经没有这个片区。", en: "No area has this id any more." },
    };
  return areas === null || (liesIn !== null && areas.has(liesIn)) ? null : elsewhere(component.id);
}
