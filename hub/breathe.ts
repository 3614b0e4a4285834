/** Long work lets others have their turn now and then. */
import { setImmediate } from "node:timers/promises";

const mostMs = 8;

/** Called between the steps of long work: waits a turn of the event loop where it has had so many ms for itself. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < mostMs) return;
    await setImmediate();
    since = performance.now();
  };
}
