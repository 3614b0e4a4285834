/** Whose turn it is on a bus: alarm inputs first, and a device that does not answer only where its time-out delays nobody. Pure. */

export type Turn = {
  /** When its interval is over, on the monotonic clock. */
  dueAt: number;
  everyMs: number;
  /** An alarm hangs on it. */
  urgent: boolean;
  /** How often in a row it did not answer. */
  failures: number;
  /** Somebody waits for its answer. */
  wished: boolean;
};

/** A failing device that found no gap for so long is asked all the same. */
const mostWaitMs = 120_000;

/** The device to ask now, or when to look again (infinity: never). `costMs`: what a question without an answer takes of the line. */
export function nextTurn<Device extends Turn>(
  devices: readonly Device[],
  now: number,
  costMs: number,
): { ask: Device } | { at: number } {
  const wished = devices.find((device) => device.wished && device.dueAt <= now);
  if (wished !== undefined) return { ask: wished };
  const living = devices.filter(({ failures }) => failures === 0);
  const due = living.filter(({ dueAt }) => dueAt <= now);
  if (due.length > 0) return { ask: due.reduce((first, device) => (before(device, first, now) ? device : first)) };
  const nextAt = Math.min(...living.map(({ dueAt }) => dueAt));
  const failing = devices.filter(({ failures }) => failures > 0);
  const ready = failing.filter(({ dueAt }) => dueAt <= now && (nextAt - now >= costMs || now - dueAt >= mostWaitMs));
  if (ready.length > 0) return { ask: ready.reduce((first, device) => (device.dueAt < first.dueAt ? device : first)) };
  return { at: Math.min(nextAt, ...failing.map(({ dueAt }) => (dueAt > now ? dueAt : dueAt + mostWaitMs))) };
}

/** Whoever is a whole interval late goes before the urgent: a bus that is too full starves nobody. */
function before(a: Turn, b: Turn, now: number): boolean {
  const [lateA, lateB] = [isLate(a, now), isLate(b, now)];
  if (lateA !== lateB) return lateA;
  if (!lateA && a.urgent !== b.urgent) return a.urgent;
  return a.dueAt < b.dueAt;
}

function isLate({ dueAt, everyMs }: Turn, now: number): boolean {
  return now - dueAt >= everyMs;
}
