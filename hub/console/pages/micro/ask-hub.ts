/** Asks the hub one question of the outbox; whatever happens is an outcome. */
import { ApiError } from "../../client/api-error.ts";
import { send } from "../../client/send.ts";
import { upload } from "../../client/upload.ts";
import type { Outcome } from "./outbox.ts";
import type { Question } from "./outbox-run.ts";

export async function askHub({ part, key, body }: Question, files: readonly Blob[]): Promise<Outcome> {
  if (part.kind === "file") return bring(part.path, files[part.file]);
  try {
    await send("POST", part.path, { body, key, ...(part.ifMatch === undefined ? {} : { ifMatch: part.ifMatch }) });
    return { is: "ok" };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** The same bytes again change nothing: a file needs no key. */
async function bring(path: string, file: Blob | undefined): Promise<Outcome> {
  if (file === undefined) return { is: "fault", status: 400, code: "ATTACHMENT_MISSING", detail: "" };
  try {
    const { body } = await upload(path, file, file.type, () => {});
    return { is: "ok", fileId: (body as { id: string }).id };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** A proxy's page tells nothing: it is sent again. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) throw error;
  const { code, detail } = error.problem;
  const isUnheard = error.offline || error.status === 0 || code === "CONSOLE_ANSWER";
  return isUnheard ? { is: "offline" } : { is: "fault", status: error.status, code, detail };
}
