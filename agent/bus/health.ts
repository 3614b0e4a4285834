/** The health of one device: which fault it is in, and when it is worth asking again. Pure. */
import type { FaultCode } from "../../core/fault.ts";

/** `code` is "" when the device is well, null before the first round. */
export type Health = { code: FaultCode | "" | null; failures: number };

export const unknown: Health = { code: null, failures: 0 };

/** So many failures in a row are asked again at the usual interval; after that the interval doubles each time. */
const patience = 3;
const mostPauseMs = 60_000;

/** A round ended, well (`""`) or with a fault. `changed` when the hub has to hear of it. */
export function afterRound(health: Health, code: FaultCode | ""): { health: Health; changed: boolean } {
  const failures = code === "" ? 0 : health.failures + 1;
  return { health: { code, failures }, changed: code !== health.code };
}

/** The pause before the next round: a dead device is asked ever more rarely, so that it cannot starve the living. */
export function pauseAfter(health: Health, everyMs: number): number {
  const doublings = Math.max(0, health.failures - patience + 1);
  if (doublings === 0) return everyMs;
  return Math.max(everyMs, Math.min(everyMs * 2 ** Math.min(doublings, 20), mostPauseMs));
}
