/** How far a command has come on its way over a platform: the same words for all of them. */
import type { CommandResult } from "../../../core/command.ts";

/**
 * `given` here; the platform has `saved` it, `sent` it on, the device has it (`delivered`), has done it (`done`);
 * or `failed`, `expired` at the platform, `timeout` of the device, or `late` for our own deadline.
 */
export type Step = "given" | "saved" | "sent" | "delivered" | "done" | "failed" | "expired" | "timeout" | "late";

/** What a platform's own word means; `end` is null while the command is on its way. */
export type Meaning = { step: Step; end: ((detail: unknown) => CommandResult) | null };

/** The platform's own words, where it has any. */
const failing =
  (words: string) =>
  (detail: unknown): CommandResult => ({ state: "failed", error: `COMMAND_UNCARRIED: ${detailOf(detail) || words}` });

export const meanings = {
  saved: { step: "saved", end: null },
  sent: { step: "sent", end: null },
  delivered: { step: "delivered", end: null },
  done: { step: "done", end: (detail) => ({ state: "done", ...(isNothing(detail) ? {} : { result: detail }) }) },
  failed: { step: "failed", end: failing("the platform says that it failed") },
  expired: { step: "expired", end: failing("it lay at the platform until it was too late") },
  timeout: { step: "timeout", end: failing("the device did not answer the platform") },
} as const satisfies Record<string, Meaning>;

function isNothing(detail: unknown): boolean {
  return detail === "" || detail === null || detail === undefined;
}

function detailOf(detail: unknown): string {
  if (isNothing(detail)) return "";
  return `${typeof detail === "string" ? detail : JSON.stringify(detail)}`.slice(0, 300);
}
