/** An import as work that goes on by itself: read apart, judged row by row, and taken when somebody says so. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { ulid } from "ulid";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Session } from "../../accounts/session.ts";
import type { Changes } from "../../changes.ts";
import { noteInventory } from "../../district/inventory/note.ts";
import type { ImportView } from "../../http/registry-views.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import { type ImportJob, type ImportKind, type ImportRow, importKinds } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import { settleAnnounced } from "../announced.ts";
import { settleAreasOf } from "../areas.ts";
import { patchFacts } from "../change.ts";
import type { Bounds } from "../within.ts";
import type { CellError } from "./columns.ts";
import { type Context, headerOf, judgeRow, mayTake, type RowPlan } from "./judge-row.ts";
import { readApart } from "./read-apart.ts";

export type JobDeps = {
  read<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  act<Result>(work: (tables: Tables, changes: Changes) => Promise<Result>): Promise<Result>;
  clock(): number;
};

/** Rows in one transaction, and rows judged without a break: an alert waits for these several times on its way. */
const [atOnce, judgedAtOnce] = [25, 100];
const keptJobs = 20;

/** What a kind of list makes of a row. `row`: as the spreadsheet counts, the header is 1. */
export type RowJudge = (tables: Tables, cells: readonly string[], row: number) => Promise<Omit<ImportRow, "row">>;
/** Throws `SHEET_REFUSED` where the header is not of this kind of list. */
export type ListReader = (header: readonly string[], formulas: ReadonlySet<string>, books: Books) => RowJudge;

export function newJob(by: string, name: string, now: number, kind: ImportKind = "devices"): ImportJob {
  const nothing = { new: 0, changed: 0, same: 0, wrong: 0 };
  const begun = { state: "reading" as const, done: 0, total: 0, counts: nothing, error: null, startedAt: now };
  return { id: ulid(now), kind, at: now, by, name: name.slice(0, 100) || "inventory", ...begun };
}

/** The trial: nothing but the job itself is written. What refuses the file is the job's answer. */
export async function tryFile(deps: JobDeps, job: ImportJob, bytes: Uint8Array, reader: ListReader): Promise<void> {
  try {
    await judgeAll(deps, job, bytes, reader);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, detail } = error;
    await deps.act(({ imports }) => imports.put({ ...job, state: "refused", error: { code, detail } }));
  }
}

/** The inventory's own list. */
export function deviceList(bounds: Bounds): ListReader {
  return (header, formulas, books) => {
    const context: Context = { books, header: headerOf(header), seen: new Map(), formulas, bounds };
    return (tables, cells, row) => judgeRow(tables, cells, row, context);
  };
}

async function judgeAll(
  { read, act, clock }: JobDeps,
  job: ImportJob,
  bytes: Uint8Array,
  reader: ListReader,
): Promise<void> {
  await act(async ({ imports }) => {
    await imports.put(job);
    await imports.forgetBut(keptJobs, job.kind);
  });
  const { rows, formulas } = await readApart(bytes);
  const judge = reader(rows[0] ?? [], new Set(formulas), await read(readBooks));
  let now: ImportJob = { ...job, total: rows.length - 1, startedAt: clock() };
  for (let i = 1; i < rows.length; i += judgedAtOnce) {
    const judged = await read((tables) => judgeSome(tables, rows.slice(i, i + judgedAtOnce), i + 1, judge));
    now = counted(now, judged);
    await act(async ({ imports }) => {
      await imports.addRows(job.id, judged);
      await imports.put(now);
    });
    await othersTurn();
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

function counted(job: ImportJob, judged: readonly ImportRow[]): ImportJob {
  const counts = { ...job.counts };
  for (const { verdict } of judged) counts[verdict] += 1;
  return { ...job, counts, done: Math.min(job.total, job.done + judgedAtOnce) };
}

/** `all`: only when no row is wrong. Throws `NOT_FOUND`, or `SHEET_REFUSED` when it cannot be taken now. */
export async function beginTaking({ act, clock }: JobDeps, id: string, which: "right" | "all"): Promise<ImportJob> {
  return act(async ({ imports }) => {
    const job = await imports.find(id);
    if (job === null) throw new Fault("NOT_FOUND", `import ${id}`);
    if (job.state !== "checked")
      throw new Fault("SHEET_REFUSED", `这份导入现在是 ${job.state}，不能确认。 It is ${job.state}.`);
    if (which === "all" && job.counts.wrong > 0)
      throw new Fault(
        "SHEET_REFUSED",
        `还有 ${job.counts.wrong} 行不对，一行都没有导。 ${job.counts.wrong} rows are wrong; none was taken.`,
      );
    const total = job.counts.new + job.counts.changed;
    const taking: ImportJob = { ...job, state: "taking", done: 0, total, startedAt: clock() };
    await imports.put(taking);
    return taking;
  });
}

/** Each row once more is the same: what was interrupted is simply taken again. */
export async function takeRows({ act, clock }: JobDeps, job: ImportJob, session: Taker): Promise<void> {
  const by = session.account;
  const touched = new Set<GatewayId>();
  let after = 0;
  for (let done = 0; ; ) {
    const rows = await act(async (tables, changes) => {
      const some = await tables.imports.rows(job.id, ["new", "changed"], after, atOnce);
      const books = await readBooks(tables);
      for (const { body } of some)
        if (await mayTake(session, tables, body as RowPlan))
          await takeRow(tables, body as RowPlan, changes, { by, now: clock(), touched }, books);
      done += some.length;
      await tables.imports.put({ ...job, done });
      return some;
    });
    await othersTurn();
    after = rows.at(-1)?.row ?? after;
    if (rows.length < atOnce) break;
  }
  for (const gateway of touched) {
    await act(async (tables) => {
      await settleAreasOf(tables, gateway);
      await noteInventory(tables, gateway, clock());
      await settleAnnounced(tables, gateway, clock());
    });
    await othersTurn();
  }
  await act(({ imports }) => imports.put({ ...job, state: "done", done: job.total }));
}

type Author = { by: string; now: number; touched: Set<GatewayId> };
type Taker = Pick<Session, "account" | "areas">;

async function takeRow(
  tables: Tables,
  { gateway, device, patch }: RowPlan,
  changes: Changes,
  author: Author,
  books: Books,
): Promise<void> {
  const thing = { gateway, device };
  if ((await tables.registry.find(thing)) === null) {
    const { by, now } = author;
    const life = { life: "approved" as const, lifeSince: now, lifeUntil: null, lifeReason: null };
    await tables.registry.put({ ...thing, ...life, adopted: false, facts: {}, replacedBy: null, revision: 1 });
    const line = { kind: "life" as const, before: null, after: { life: "approved" }, reason: "清单导入" };
    await tables.registry.addChange({ ...thing, at: now, by, ...line });
  }
  await patchFacts(tables, thing, patch, changes, author, books);
}

/** A hub that was ended in between: what was being read is lost, what was being taken can be taken again. */
export async function settleInterrupted({ imports }: Tables): Promise<void> {
  const detail = "平台中途重启了，再导一次。 The hub was started again meanwhile: import it again.";
  for (const job of await imports.list(keptJobs * importKinds.length)) {
    if (job.state === "reading")
      await imports.put({ ...job, state: "refused", error: { code: "SHEET_REFUSED", detail } });
    if (job.state === "taking") await imports.put({ ...job, state: "checked", done: 0 });
  }
}

export async function importView({ imports }: Tables, job: ImportJob, now: number): Promise<ImportView> {
  const { done, total, startedAt, error, ...same } = job;
  const isBusy = job.state === "reading" || job.state === "taking";
  const percent = isBusy ? (total === 0 ? 0 : Math.floor((done / total) * 100)) : 100;
  const wrong = await imports.rows(job.id, ["wrong"], 0, 100);
  return {
    ...{ id: same.id, at: same.at, by: same.by, name: same.name, state: same.state, counts: same.counts, percent },
    ...(isBusy && done > 0 ? { leftMs: Math.round(((now - startedAt) / done) * (total - done)) } : {}),
    errors: wrong.flatMap(errorsOf).slice(0, 100),
    ...(error === null ? {} : { refused: error }),
  };
}

export function errorsOf({ row, body }: ImportRow): (CellError & { row: number })[] {
  return (body as { errors: CellError[] }).errors.map((error) => ({ row, ...error }));
}
