/** How an import stands, as it is shown. */
import type { ImportView } from "../../http/registry-views.ts";
import type { ImportJob, ImportRow } from "../../store/imports.ts";
import type { Tables } from "../../store/store.ts";
import type { CellError } from "./columns.ts";

export async function importView({ imports }: Tables, job: ImportJob, now: number): Promise<ImportView> {
  const { done, total, startedAt, error, ...same } = job;
  const isBusy = job.state === "waiting" || job.state === "reading" || job.state === "taking";
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
