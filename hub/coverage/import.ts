/** A list of components as an import: judged row by row, and taken as the next version of what should be connected. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Fault } from "../../core/fault.ts";
import type { Session } from "../accounts/session.ts";
import type { CellError } from "../registry/inventory/columns.ts";
import type { ListReader, RowJudge } from "../registry/inventory/jobs.ts";
import { headerOf, letters } from "../registry/inventory/judge-row.ts";
import { type JobDeps, stop } from "../registry/inventory/stop.ts";
import type { Bounds } from "../registry/within.ts";
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
  return (cells, formulas, { areas }): RowJudge => {
    const header = headerOf(cells, componentColumns, ["id", "class"]);
    const seen = new Map<string, number>();
    return async (tables, row, at) => {
      const text = (key: ColumnKey) => row[header.get(key) ?? -1]?.trim() ?? "";
      const read = readRow(text, areas);
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
  const stands = before === null ? liesIn : await areaNow(components, component.id);
  if (!isTheirs(liesIn) || !isTheirs(stands)) return { verdict: "wrong", body: { errors: [elsewhere(component.id)] } };
  if (before === null) return { verdict: "new", body: plan };
  return {
    verdict: JSON.stringify(before) === JSON.stringify(sorted(component, before)) ? "same" : "changed",
    body: plan,
  };
}

async function areaNow(components: Tables["components"], id: string): Promise<string | null> {
  const { rows } = await components.page({ state: "all", id }, 1);
  return rows[0]?.liesIn ?? null;
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

/** Rows in one transaction: an alert waits for these. */
const atOnce = 50;

/** Throws `SHEET_REFUSED`: what a list does not name ends only by one that is right in every row. */
export function checkWish({ counts }: ImportJob, missing: MissingWish): void {
  if (missing === "keep" || counts.wrong === 0) return;
  throw new Fault(
    "SHEET_REFUSED",
    `还有 ${counts.wrong} 行不对，不能拿它当全部清单：先改好再导。 ${counts.wrong} rows are wrong: what it lacks cannot end by it.`,
  );
}

type Taker = Pick<Session, "account" | "areas">;

/** What fails is the job's answer. Once more is the same: what stopped is simply taken again. */
export async function takeComponents(deps: JobDeps, job: ImportJob, taker: Taker, missing: MissingWish): Promise<void> {
  try {
    await takeAll(deps, job, taker, missing);
  } catch (error) {
    await stop(deps, { ...job, state: "failed" }, error);
  }
}

async function takeAll(
  { act, clock }: JobDeps,
  job: ImportJob,
  { account: by, areas }: Taker,
  missing: MissingWish,
): Promise<void> {
  const { new: added, changed, same } = job.counts;
  const total = added + changed + same;
  const list = await act(({ components }) => components.openList({ import: job.id, name: job.name, by, at: clock() }));
  for (let after = 0, done = 0; ; ) {
    const rows = await act(async ({ imports, components }) => {
      const some = await imports.rows(job.id, ["new", "changed", "same"], after, atOnce);
      for (const { body } of some) {
        const { component, liesIn } = body as Plan;
        await components.put(list, component, liesIn, clock());
      }
      done += some.length;
      await imports.put({ ...job, done, total });
      return some;
    });
    await othersTurn();
    after = rows.at(-1)?.row ?? after;
    if (rows.length < atOnce) break;
  }
  while (missing === "end") {
    const ended = await act(({ components }) => components.endMissing(list, areas && [...areas], atOnce, clock()));
    await othersTurn();
    if (ended < atOnce) break;
  }
  await act(({ imports }) => imports.put({ ...job, state: "done", done: total, total }));
}
