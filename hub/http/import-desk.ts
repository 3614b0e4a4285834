/** What the imports of every kind of list share: begun, looked at, run while nobody waits. */
import { Fault } from "../../core/fault.ts";
import type { Session } from "../accounts/session.ts";
import { errorsOf, importView } from "../registry/inventory/import-view.ts";
import { beginTrial, type ListReader, newJob, tryFile } from "../registry/inventory/jobs.ts";
import { type JobDeps, settleStopped } from "../registry/inventory/stop.ts";
import { errorsCsv } from "../registry/inventory/write-sheet.ts";
import type { ImportJob, ImportKind } from "../store/imports.ts";
import type { Tables } from "../store/store.ts";
import type { App } from "./app.ts";
import { act, type Deps, look } from "./deps.ts";
import type { ImportView } from "./registry-views.ts";

export const largestSheet = 20 * 1024 * 1024;
const mostErrors = 100_000;
const mostListed = 20;

export type ImportDesk = {
  jobs: JobDeps;
  /** Nobody waits for it: how far it is stands in the store. */
  run(work: Promise<void>, job: ImportJob): void;
  /** Tries what came as bytes. Throws `INPUT_INVALID`. */
  begin(body: unknown, name: string, session: Session, reader: ListReader): Promise<ImportView>;
  /** Throws `NOT_FOUND`, also for another's where they see some areas only. */
  viewOf(id: string, session: Session): Promise<ImportView>;
  listOf(session: Session): Promise<ImportView[]>;
  errorsFile(id: string, session: Session): Promise<Buffer>;
};

export function importDesk(app: App, deps: Deps, kind: ImportKind): ImportDesk {
  const jobs: JobDeps = {
    ...{ read: (work) => look(deps, work), act: (work) => act(deps, work), clock: deps.clock },
    ...{ log: deps.log, stopped: new Map() },
  };
  /** As it ended, where the disk has not taken that yet. */
  const told = (job: ImportJob) => jobs.stopped.get(job.id) ?? job;
  const running = new Set<Promise<void>>();
  app.addHook("onClose", async () => void (await Promise.all(running)));
  const run: ImportDesk["run"] = (work, job) => {
    const ended = work.catch((error) => deps.log.error({ err: error, import: job.id }, "an import came to an end"));
    running.add(ended);
    void ended.finally(() => running.delete(ended));
  };
  const viewOf: ImportDesk["viewOf"] = async (id, session) => {
    await settleStopped(jobs);
    return look(deps, async (tables) => {
      const job = await findJob(tables, id, kind, session);
      return shown(tables, told(job), session, deps.clock());
    });
  };
  return {
    ...{ jobs, run, viewOf },
    async begin(body, name, session, reader) {
      if (!Buffer.isBuffer(body)) throw new Fault("INPUT_INVALID", "the body must be application/octet-stream");
      const job = newJob(session.account, nameOnly(name), deps.clock(), kind);
      await beginTrial(jobs, job);
      run(tryFile(jobs, job, body, reader), job);
      return viewOf(job.id, session);
    },
    async listOf(session) {
      return look(deps, async (tables) => {
        const own = session.areas === null ? undefined : session.account;
        const newest = await tables.imports.list(mostListed, kind, own);
        const known = new Set(newest.map(({ id }) => id));
        const older = (await tables.imports.unfinished()).filter(
          (job) => job.kind === kind && isTheirs(job, session) && !known.has(job.id),
        );
        return Promise.all(
          [...newest, ...older].map((job, i) =>
            i === 0 ? shown(tables, told(job), session, deps.clock()) : importView(tables, told(job), deps.clock()),
          ),
        );
      });
    },
    async errorsFile(id, session) {
      const wrong = await look(deps, async (tables) => {
        await findJob(tables, id, kind, session);
        return tables.imports.rows(id, ["wrong"], 0, mostErrors);
      });
      return Buffer.from(errorsCsv(wrong.flatMap(errorsOf)));
    },
  };
}

/** Of components also how many the list lacks, while somebody may still say what becomes of them. */
async function shown(tables: Tables, job: ImportJob, { areas }: Session, now: number): Promise<ImportView> {
  const view = await importView(tables, job, now);
  if (job.kind !== "components" || (job.state !== "checked" && job.state !== "failed")) return view;
  return { ...view, missing: await tables.components.countMissing(job.id, areas && [...areas]) };
}

/** Who sees some areas only sees what they brought themselves. */
function isTheirs({ by }: ImportJob, { areas, account }: Session): boolean {
  return areas === null || by === account;
}

/** Throws `NOT_FOUND`. */
export async function findJob({ imports }: Tables, id: string, kind: ImportKind, session: Session): Promise<ImportJob> {
  const job = await imports.find(id);
  if (job === null || job.kind !== kind || !isTheirs(job, session)) throw new Fault("NOT_FOUND", `import ${id}`);
  return job;
}

/** What a browser sends may be a path; it is shown, and never opened. */
function nameOnly(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? "").replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
}
