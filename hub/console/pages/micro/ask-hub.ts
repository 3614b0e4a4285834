/** Asks the hub one question of the outbox; whatever happens is an outcome. */
import { ApiError } from "../../api-error.ts";
import { send } from "../../client/send.ts";
import type { Outcome } from "./outbox.ts";
import type { Question } from "./outbox-run.ts";

const fileTimeoutMs = 120_000;

export async function askHub({ part, key, body }: Question, files: readonly Blob[]): Promise<Outcome> {
  if (part.kind === "file") return bring(part.path, files[part.file]);
  try {
    await send("POST", part.path, { body, key, ...(part.ifMatch === undefined ? {} : { ifMatch: part.ifMatch }) });
    return { is: "ok" };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, detail } = error.problem;
    return error.offline || error.status === 0
      ? { is: "offline" }
      : { is: "fault", status: error.status, code, detail };
  }
}

/** The same bytes again change nothing: a file needs no key. */
async function bring(path: string, file: Blob | undefined): Promise<Outcome> {
  if (file === undefined) return { is: "fault", status: 400, code: "ATTACHMENT_MISSING", detail: "" };
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), fileTimeoutMs);
  try {
    const headers = { "content-type": file.type };
    const answer = await fetch(path, { method: "POST", body: file, headers, signal: abort.signal });
    const said = (await answer.json()) as { id?: string; code?: string; detail?: string };
    if (answer.ok && said.id !== undefined) return { is: "ok", fileId: said.id };
    return { is: "fault", status: answer.status, code: said.code ?? "", detail: said.detail ?? "" };
  } catch {
    // No answer, or a proxy's page: nobody knows, it is sent again.
    return { is: "offline" };
  } finally {
    clearTimeout(timer);
  }
}
