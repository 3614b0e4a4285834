/** A file that is not taken: why, and what to do, in both languages. */
import { Fault } from "../../../core/fault.ts";

export function refused(zh: string, en: string, cause?: unknown): Fault {
  return new Fault("SHEET_REFUSED", `${zh} ${en}`, { cause });
}
