/** The hub's clock as seen from here, so that a workstation with a wrong clock still shows true ages. */

/** The `Date` header has whole seconds and the answer took a while: smaller differences are noise. */
const toleranceMs = 3_000;

let offsetMs = 0;

/** Learns the hub's clock from the `Date` header of an answer. */
export function learnClock(dateHeader: string | null, local = Date.now()): void {
  const hub = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(hub)) return;
  offsetMs = Math.abs(hub - local) > toleranceMs ? hub - local : 0;
}

/** Now by the hub's clock, ms since 1970. */
export function now(): number {
  return Date.now() + offsetMs;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls `listener` once a second until the returned function is called; one timer serves all. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
