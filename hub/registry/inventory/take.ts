/** An import that was tried, taken: row by row, each for itself; what goes wrong with one keeps no other back. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Session } from "../../accounts/session.ts";
import type { Changes } from "../../changes.ts";
import { noteInventory } from "../../district/inventory/note.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { ImportJob, ImportRow } from "../../store/imports.ts";
import type { Thing } from "../../store/registry.ts";
import type { Tables } from "../../store/store.ts";
import { settleAnnounced } from "../announced.ts";
import { settleAreasOf } from "../areas.ts";
import { patchFacts } from "../change.ts";
import { faultsOfFacts } from "../check-facts.ts";
import { factsAfter } from "../facts.ts";
import { type CellError, columns } from "./columns.ts";
import { mayTake, type RowPlan } from "./judge-row.ts";
import { type JobDeps, settleStopped, stop } from "./stop.ts";

/** Rows in one transaction: an alert waits for these several times on its way. */
const atOnce = 25;

/**
 * `all`: only when no row is wrong; what stopped is taken up whatever it met. Throws `NOT_FOUND`, or `SHEET_REFUSED` when
 * it cannot be taken now.
 */
export async function beginTaking(deps: JobDeps, id: string, which: "right" | "all"): Promise<ImportJob> {
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
    const total = job.counts.new + job.counts.changed;
    const taking: ImportJob = { ...job, state: "taking", done: 0, total, error: null, startedAt: deps.clock() };
    await imports.put(taking);
    return taking;
  });
}

/** What fails is the job's answer. Each row once more is the same: what stopped is simply taken again. */
export async function takeRows(deps: JobDeps, job: ImportJob, session: Taker): Promise<void> {
  const taking = { ...deps, session, touched: new Set<GatewayId>(), job };
  try {
    await takeAll(taking);
    await settleTouched(taking);
    await deps.act(({ imports }) => imports.put({ ...taking.job, state: "done", done: taking.job.total }));
  } catch (error) {
    await stop(deps, { ...taking.job, state: "failed" }, error);
  }
}

type Taker = Pick<Session, "account" | "areas">;
/** `job`: as it stands. */
type Taking = JobDeps & { session: Taker; touched: Set<GatewayId>; job: ImportJob };

async function takeAll(taking: Taking): Promise<void> {
  for (let after = 0; ; ) {
    const { rows, job } = await taking.act((tables, changes) => takeSome(tables, changes, after, taking));
    taking.job = job;
    await othersTurn();
    after = rows.at(-1)?.row ?? after;
    if (rows.length < atOnce) return;
  }
}

async function takeSome(tables: Tables, changes: Changes, after: number, { job, ...taking }: Taking) {
  const rows = await tables.imports.rows(job.id, ["new", "changed"], after, atOnce);
  const books = await readBooks(tables);
  const counts = { ...job.counts };
  for (const row of rows) {
    const error = await takeRow(tables, row, changes, { ...taking, books });
    if (error === null) continue;
    counts[row.verdict] -= 1;
    counts.wrong += 1;
    await tables.imports.fail(job.id, row.row, { errors: [error] });
  }
  const next = { ...job, counts, done: job.done + rows.length };
  await tables.imports.put(next);
  return { rows, job: next };
}

type With = Pick<Taking, "session" | "touched" | "clock"> & { books: Books };

/** Since the trial the rulebook, the device or the taker's areas may have changed: then it is the row's error. */
async function takeRow(tables: Tables, row: ImportRow, changes: Changes, how: With): Promise<CellError | null> {
  const plan = row.body as RowPlan;
  try {
    return await tables.attempt(async () => {
      const wrong = await wrongNow(tables, plan, how);
      if (wrong === null) await write(tables, plan, changes, how);
      return wrong;
    });
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error;
    return errorOf("device", nameOf(plan), error.detail, error.detail);
  }
}

async function wrongNow(tables: Tables, plan: RowPlan, { session, books }: With): Promise<CellError | null> {
  if (!(await mayTake(session, tables, plan)))
    return errorOf("device", nameOf(plan), "不在您管的片区里。", "It is not in your areas, or would leave them.");
  const before = (await tables.registry.find(plan))?.facts ?? {};
  const [wrong] = faultsOfFacts(factsAfter(before, plan.patch), books);
  return wrong === undefined ? null : errorOf(wrong.field, wrong.value, wrong.zh, wrong.en);
}

function errorOf(key: string, value: string, zh: string, en: string): CellError {
  return { column: columns.find((one) => one.key === key)?.zh ?? key, value: value.slice(0, 100), zh, en };
}

function nameOf({ gateway, device }: Thing): string {
  return `${gateway}/${device}`;
}

async function write(tables: Tables, { gateway, device, patch }: RowPlan, changes: Changes, how: With): Promise<void> {
  const thing = { gateway, device };
  const author = { by: how.session.account, now: how.clock(), touched: how.touched };
  if ((await tables.registry.find(thing)) === null) {
    const life = { life: "approved" as const, lifeSince: author.now, lifeUntil: null, lifeReason: null };
    await tables.registry.put({ ...thing, ...life, adopted: false, facts: {}, replacedBy: null, revision: 1 });
    const line = { kind: "life" as const, before: null, after: { life: "approved" }, reason: "清单导入" };
    await tables.registry.addChange({ ...thing, at: author.now, by: author.by, ...line });
  }
  await patchFacts(tables, thing, patch, changes, author, how.books);
}

async function settleTouched({ act, clock, touched }: Taking): Promise<void> {
  for (const gateway of touched) {
    await act(async (tables) => {
      await settleAreasOf(tables, gateway);
      await noteInventory(tables, gateway, clock());
      await settleAnnounced(tables, gateway, clock());
    });
    await othersTurn();
  }
}
