/** An import that was tried, taken: row by row, each for itself; what goes wrong with one keeps no other back. */
import { Fault } from "../../../core/fault.ts";
import type { Changes } from "../../changes.ts";
import type { ImportJob, ImportRow, Verdict } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import type { CellError } from "./columns.ts";
import { giveWay } from "./give-way.ts";
import { firstSlice, nextSlice } from "./slice.ts";
import { type JobDeps, settleStopped, stop } from "./stop.ts";

/** How a kind of list is taken. Each row once more is the same: what stopped is simply taken again. */
export type ListTaker = {
  /** The rows that are taken. */
  verdicts: readonly Verdict[];
  /** Before the first row. */
  open?(tables: Tables): Promise<void>;
  /** Takes a row, or says what is wrong with it by now. What it throws of the row's own is the row's error. */
  take(tables: Tables, body: unknown, changes: Changes): Promise<CellError | null>;
  /** The row's error for a fault. */
  errorOf(body: unknown, fault: Fault): CellError;
  /** What follows from all rows, a transaction each time, until nothing is left. */
  next?(tables: Tables): Promise<"more" | "done">;
};

/**
 * `all`: only when no row is wrong; what stopped is taken up whatever it met. Throws `NOT_FOUND`, or `SHEET_REFUSED` when
 * it cannot be taken now.
 */
export async function beginTaking(
  deps: JobDeps,
  id: string,
  which: "right" | "all",
  { verdicts }: Pick<ListTaker, "verdicts">,
): Promise<ImportJob> {
  await settleStopped(deps);
  return deps.act(async ({ imports }) => {
    const job = await imports.find(id);
    if (job === null) throw new Fault("NOT_FOUND", `import ${id}`);
    if (job.state !== "checked" && job.state !== "failed")
      throw new Fault("SHEET_REFUSED", `这份导入现在是 ${job.state}，不能确认。 It is ${job.state}.`);
    if (which === "all" && job.state === "checked" && job.counts.wrong > 0)
      throw new Fault(
        "SHEET_REFUSED",
        `还有 ${job.counts.wrong} 行不对，一行都没有导。 ${job.counts.wrong} rows are wrong; none was taken.`,
      );
    const total = verdicts.reduce((sum, verdict) => sum + job.counts[verdict], 0);
    const taking: ImportJob = { ...job, state: "taking", done: 0, total, error: null, startedAt: deps.clock() };
    await imports.put(taking);
    return taking;
  });
}

/** What fails is the job's answer. */
export async function takeList(deps: JobDeps, begun: ImportJob, taker: ListTaker): Promise<void> {
  let job = begun;
  try {
    if (taker.open !== undefined) await deps.act(taker.open);
    for (let after: number | null = 0, size = firstSlice; after !== null; ) {
      const part: Part = { job, taker, after, size, clock: deps.clock };
      const began = deps.clock();
      const taken = await deps.act((tables, changes) => takeSome(tables, changes, part));
      [job, after, size] = [taken.job, taken.last, nextSlice(size, taken.tookMs, deps.clock() - taken.endedAt)];
      await giveWay(deps.clock() - began);
    }
    while (taker.next !== undefined && (await deps.act(taker.next)) === "more") await giveWay(0);
    await deps.act(({ imports }) => imports.put({ ...job, state: "done", done: job.total }));
  } catch (error) {
    await stop(deps, { ...job, state: "failed" }, error);
  }
}

type Part = { job: ImportJob; taker: ListTaker; after: number; size: number; clock(): number };

/** `last`: the last row that was taken; null when there are no more. */
async function takeSome(tables: Tables, changes: Changes, { job, taker, after, size, clock }: Part) {
  const began = clock();
  const rows = await tables.imports.rows(job.id, taker.verdicts, after, size);
  const counts = { ...job.counts };
  for (const row of rows) {
    const error = await takeRow(tables, row, changes, taker);
    if (error === null) continue;
    counts[row.verdict] -= 1;
    counts.wrong += 1;
    await tables.imports.fail(job.id, row.row, { errors: [error] });
  }
  const next: ImportJob = { ...job, counts, done: job.done + rows.length };
  await tables.imports.put(next);
  const endedAt = clock();
  return { job: next, last: rows.length < size ? null : (rows.at(-1)?.row ?? null), tookMs: endedAt - began, endedAt };
}

/** Since the trial the rulebook, the thing or the taker's areas may have changed: then it is the row's error. */
async function takeRow(
  tables: Tables,
  { body }: ImportRow,
  changes: Changes,
  taker: ListTaker,
): Promise<CellError | null> {
  try {
    return await tables.attempt(() => taker.take(tables, body, changes));
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error;
    return taker.errorOf(body, error);
  }
}
