/** The trial of an import, as work that goes on by itself: read apart, and judged row by row. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { ulid } from "ulid";
import { readBooks } from "../../rulebook/books.ts";
import type { ImportJob, ImportRow } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import type { Bounds } from "../within.ts";
import { type Context, headerOf, judgeRow } from "./judge-row.ts";
import { readApart } from "./read-apart.ts";
import { type JobDeps, settleStopped, stop } from "./stop.ts";

/** Rows judged without a break: an alert waits for these several times on its way. */
const judgedAtOnce = 100;
const keptJobs = 20;

export function newJob(by: string, name: string, now: number): ImportJob {
  const nothing = { new: 0, changed: 0, same: 0, wrong: 0 };
  const begun = { state: "waiting" as const, done: 0, total: 0, counts: nothing, error: null, startedAt: now };
  return { id: ulid(now), at: now, by, name: name.slice(0, 100) || "inventory", ...begun };
}

/** Written down before anything is done with it. */
export async function beginTrial(deps: JobDeps, job: ImportJob): Promise<void> {
  await settleStopped(deps);
  await deps.act(async ({ imports }) => {
    await imports.put(job);
    await imports.forgetBut(keptJobs);
  });
}

/** The trial: nothing but the job itself is written. What refuses the file, or fails, is the job's answer. */
export async function tryFile(deps: JobDeps, job: ImportJob, bytes: Uint8Array, bounds: Bounds): Promise<void> {
  try {
    await judgeAll(deps, job, bytes, bounds);
  } catch (error) {
    await stop(deps, { ...job, state: "refused" }, error);
  }
}

async function judgeAll(
  { read, act, clock }: JobDeps,
  job: ImportJob,
  bytes: Uint8Array,
  bounds: Bounds,
): Promise<void> {
  let now: ImportJob = { ...job, state: "reading" };
  const { rows, formulas } = await readApart(bytes, () => act(({ imports }) => imports.put(now)));
  const header = headerOf(rows[0] ?? []);
  const books = await read(readBooks);
  const context: Context = { books, header, seen: new Map(), formulas: new Set(formulas), bounds };
  now = { ...now, total: rows.length - 1, startedAt: clock() };
  for (let i = 1; i < rows.length; i += judgedAtOnce) {
    const judged = await read((tables) => judgeSome(tables, rows.slice(i, i + judgedAtOnce), i + 1, context));
    now = counted(now, judged);
    await act(async ({ imports }) => {
      await imports.addRows(job.id, judged);
      await imports.put(now);
    });
    await othersTurn();
  }
  await act(({ imports }) => imports.put({ ...now, done: now.total, state: "checked" }));
}

async function judgeSome(tables: Tables, rows: readonly string[][], first: number, context: Context) {
  const judged: ImportRow[] = [];
  for (const [i, cells] of rows.entries())
    if (cells.some((cell) => cell.trim() !== ""))
      judged.push({ row: first + i, ...(await judgeRow(tables, cells, first + i, context)) });
  return judged;
}

function counted(job: ImportJob, judged: readonly ImportRow[]): ImportJob {
  const counts = { ...job.counts };
  for (const { verdict } of judged) counts[verdict] += 1;
  return { ...job, counts, done: Math.min(job.total, job.done + judgedAtOnce) };
}
