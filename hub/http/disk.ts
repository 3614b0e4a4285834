/** Whether the disk takes what is written: what the newest write met, or a trial where none was lately. */
import { Fault } from "../../core/fault.ts";
import type { Store } from "../store/store.ts";

/** As long what a write met is believed. */
const freshMs = 10_000;
/** More than what lies about in pages that are there already. */
const trial = "x".repeat(32 * 1024);

/** However many ask at once, one trial runs. */
export function diskTrial({ disk, transaction }: Store): () => Promise<void> {
  let running: Promise<void> | null = null;
  return async () => {
    const { failing, since } = disk();
    if (performance.now() - since < freshMs) return check(failing);
    running ??= transaction(({ marks }) => marks.put("disk trial", trial)).finally(() => {
      running = null;
    });
    await running;
  };
}

/** Throws `DISK_FAILED`. */
function check(failing: string | null): void {
  if (failing !== null) throw new Fault("DISK_FAILED", failing);
}
