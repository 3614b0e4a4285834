/** When an answer of a sensor need not have been accepted: shortly before the agent died, and until it lived again. Pure. */
import type { Life } from "./kept.ts";
import type { Refusal } from "./stage.ts";

/**
 * Answers given in it may have been on their way to the journal when the agent died, at `diedAt`; or, before `refusedTo`, in its memory
 * because the disk refused.
 */
export type Window = { from: number; to: number; diedAt: number; refusedTo: number | null };

/** From the sensor's answer to the journal's buffer, on a machine that is busy. */
export const roundTripMs = 250;
/** The agent tries a disk that refused again after a second. */
const secondTryMs = 1500 + roundTripMs;

/** The longest an answer may take to be durable is the commit interval and a round trip; longer only while the disk refused. */
export function windowsOf(lives: readonly Life[], refusals: readonly Refusal[], commitEveryMs: number): Window[] {
  const usual = commitEveryMs + roundTripMs;
  return lives.flatMap(({ endedAt }, i) => {
    if (endedAt === null) return [];
    const during = refusals.filter(({ from, to }) => from <= endedAt && endedAt <= to + secondTryMs);
    const since = Math.min(endedAt, ...during.map(({ from }) => from));
    const to = lives[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    return [{ from: since - usual, to, diedAt: endedAt, refusedTo: during.length > 0 ? endedAt - usual : null }];
  });
}

export function isWithin(windows: readonly Window[], moment: number): boolean {
  return windows.some(({ from, to }) => from <= moment && moment <= to);
}

/** Only the refusing disk excuses it: an agent that died at this distance would have had it accepted. */
export function isHeldBack(windows: readonly Window[], moment: number): boolean {
  return windows
    .filter(({ from, to }) => from <= moment && moment <= to)
    .every(({ refusedTo }) => refusedTo !== null && moment < refusedTo);
}

/** How long before the end of the agent it was answered, ms; 0 for an answer after it. */
export function ageAtDeath(windows: readonly Window[], moment: number): number {
  const ages = windows
    .filter(({ from, to, refusedTo }) => Math.max(from, refusedTo ?? from) <= moment && moment <= to)
    .map(({ diedAt }) => Math.max(0, diedAt - moment));
  return ages.length === 0 ? 0 : Math.min(...ages);
}
