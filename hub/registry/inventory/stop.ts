/** How an import ends that fails: its job says why, even while the disk takes nothing. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { Changes } from "../../changes.ts";
import type { ImportJob } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";

export type JobDeps = {
  read<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result>;
  act<Result>(work: (tables: Tables, changes: Changes) => Promise<Result>): Promise<Result>;
  clock(): number;
  log: Logger;
  /** Jobs that stopped and could not be written down so: a full disk takes no word of why it failed. Till they are. */
  stopped: Map<string, ImportJob>;
};

export async function stop(deps: JobDeps, job: ImportJob, error: unknown): Promise<void> {
  const fault = error instanceof Fault ? error : unforeseen(error);
  if (fault.status >= 500) deps.log.error({ err: error, import: job.id }, "an import stopped");
  deps.stopped.set(job.id, { ...job, error: { code: fault.code, detail: fault.detail } });
  await settleStopped(deps);
}

function unforeseen(cause: unknown): Fault {
  return new Fault("HUB_FAILED", `something went wrong that nobody foresaw (${(cause as Error).message})`, { cause });
}

/** Writes down what could not be; as long as the disk takes nothing they stay where they are. */
export async function settleStopped({ act, log, stopped }: JobDeps): Promise<void> {
  for (const job of stopped.values())
    try {
      await act(({ imports }) => imports.put(job));
      stopped.delete(job.id);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "DISK_FAILED") throw error;
      log.debug({ err: error, import: job.id }, "how an import ended could not be written down yet");
      return;
    }
}

/** A hub that was ended in between: what was being read is lost, what was being taken can be taken up again. */
export async function settleInterrupted({ imports }: Tables): Promise<void> {
  const lost = "平台中途重启了，再导一次。 The hub was started again meanwhile: import it again.";
  const left = "平台中途重启了，接着写入就行。 The hub was started again meanwhile: take it up again.";
  for (const job of await imports.unfinished()) {
    if (job.state === "waiting" || job.state === "reading")
      await imports.put({ ...job, state: "refused", error: { code: "SHEET_REFUSED", detail: lost } });
    if (job.state === "taking")
      await imports.put({ ...job, state: "failed", error: { code: "IMPORT_INTERRUPTED", detail: left } });
  }
}
