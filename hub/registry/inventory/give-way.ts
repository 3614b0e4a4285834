/** Between two parts of long work: an alert on its way is let through, however many turns of the event loop it takes. */
import { setImmediate, setTimeout } from "node:timers/promises";

const breathMs = 5;
/** A loop that has had less to do than this in a breath is one that nobody waits for. */
const idleMs = 1;

/** `tookMs`: the part that is over; others are waited for as long as that again, so that the whole takes twice the time at most. */
export async function giveWay(tookMs: number): Promise<void> {
  const end = performance.now() + tookMs;
  let busyMs: number;
  do {
    const before = performance.eventLoopUtilization();
    await setTimeout(breathMs);
    // A timer comes before what the sockets have brought meanwhile.
    await setImmediate();
    busyMs = performance.eventLoopUtilization(before).active;
  } while (busyMs >= idleMs && performance.now() < end);
}
