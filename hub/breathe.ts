/** Long work lets others have their turn now and then. */
import { setImmediate } from "node:timers/promises";

const mostMs = 8;

/** Called between the steps of long work: waits for a turn of its own where it has had so many ms for itself. */
export function breathing(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < mostMs) return;
    await ownTurn();
    since = performance.now();
  };
}

let last: Promise<void> = Promise.resolve();

/** The next turn of the event loop that nobody else waits for: long works that begin together do not add up to one long turn. */
export function ownTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
