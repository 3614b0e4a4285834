/** When an answer of a sensor need not have been accepted: shortly before the agent died, and until it lived again. Pure. */
import type { Life } from "./kept.ts";
import type { Window } from "./oracle.ts";
import type { Refusal } from "./stage.ts";

/** From the sensor's answer to the journal's buffer, on a machine that is busy. */
export const roundTripMs = 500;
/** The agent tries a disk that refused again after a second. */
const secondTryMs = 1500 + roundTripMs;

/** The longest an answer may take to be durable is the commit interval and a round trip; longer only while the disk refused. */
export function windowsOf(lives: readonly Life[], refusals: readonly Refusal[], commitEveryMs: number): Window[] {
  return lives.flatMap(({ endedAt }, i) => {
    if (endedAt === null) return [];
    const during = refusals.filter(({ from, to }) => from <= endedAt && endedAt <= to + secondTryMs);
    const since = Math.min(endedAt, ...during.map(({ from }) => from));
    return [{ from: since - commitEveryMs - roundTripMs, to: lives[i + 1]?.from ?? Number.POSITIVE_INFINITY }];
  });
}
