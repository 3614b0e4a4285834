/** The trial of an import, as work that goes on by itself: read apart, and judged row by row. */
import { ulid } from "ulid";
import { cutText } from "../../../core/cut-text.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { ImportJob, ImportKind, ImportRow } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import { giveWay } from "./give-way.ts";
import { readApart } from "./read-apart.ts";
import { firstSlice, nextSlice } from "./slice.ts";
import { type JobDeps, settleStopped, stop } from "./stop.ts";

const keptJobs = 20;

/** What a kind of list makes of a row. `row`: as the spreadsheet counts, the header is 1. */
export type RowJudge = (tables: Tables, cells: readonly string[], row: number) => Promise<Omit<ImportRow, "row">>;
/** Throws `SHEET_REFUSED` where the header is not of this kind of list. */
export type ListReader = (header: readonly string[], formulas: ReadonlySet<string>, books: Books) => RowJudge;

export function newJob(by: string, name: string, now: number, kind: ImportKind = "devices"): ImportJob {
  const nothing = { new: 0, changed: 0, same: 0, wrong: 0 };
  const begun = { state: "waiting" as const, done: 0, total: 0, counts: nothing, error: null, startedAt: now };
  return { id: ulid(now), kind, at: now, by, name: cutText(name, 100) || "inventory", ...begun };
}

/** Written down before anything is done with it. */
export async function beginTrial(deps: JobDeps, job: ImportJob): Promise<void> {
  await settleStopped(deps);
  await deps.act(async ({ imports }) => {
    await imports.put(job);
    await imports.forgetBut(keptJobs, job.kind);
  });
}

/** The trial: nothing but the job itself is written. What refuses the file, or fails, is the job's answer. */
export async function tryFile(deps: JobDeps, job: ImportJob, bytes: Uint8Array, reader: ListReader): Promise<void> {
  try {
    await judgeAll(deps, job, bytes, reader);
  } catch (error) {
    await stop(deps, { ...job, state: "refused" }, error);
  }
}

async function judgeAll(
  { read, act, clock }: JobDeps,
  job: ImportJob,
  bytes: Uint8Array,
  reader: ListReader,
): Promise<void> {
  let now: ImportJob = { ...job, state: "reading" };
  const sheet = await readApart(bytes, () => act(({ imports }) => imports.put(now)));
  const judge = reader(sheet.take(1)[0] ?? [], new Set(sheet.formulas), await read(readBooks));
  now = { ...now, total: sheet.total - 1, startedAt: clock() };
  for (let row = 2, size = firstSlice; row <= sheet.total; ) {
    const [began, some] = [clock(), sheet.take(size)];
    const judged = await read((tables) => judgeSome(tables, some, row, judge));
    now = counted(now, judged, some.length);
    const [asked, readMs] = [clock(), clock() - began];
    const wroteAt = await act(async ({ imports }) => {
      await imports.addRows(job.id, judged);
      await imports.put(now);
      return clock();
    });
    row += some.length;
    size = nextSlice(size, Math.max(readMs, wroteAt - asked), clock() - wroteAt);
    await giveWay(clock() - began);
  }
  await act(({ imports }) => imports.put({ ...now, done: now.total, state: "checked" }));
}

async function judgeSome(tables: Tables, rows: readonly string[][], first: number, judge: RowJudge) {
  const judged: ImportRow[] = [];
  for (const [i, cells] of rows.entries())
    if (cells.some((cell) => cell.trim() !== ""))
      judged.push({ row: first + i, ...(await judge(tables, cells, first + i)) });
  return judged;
}

function counted(job: ImportJob, judged: readonly ImportRow[], rows: number): ImportJob {
  const counts = { ...job.counts };
  for (const { verdict } of judged) counts[verdict] += 1;
  return { ...job, counts, done: job.done + rows };
}
