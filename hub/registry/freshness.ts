/** How long what a device said speaks for the present: by how often it speaks; one answer for the pages and for the rule. Pure. */
import { type HubRules, hubRules } from "../alerts/rules/hub-rules.ts";

type Numbers = HubRules["sensorStale"];
/** One that speaks when it likes, e.g. at an event, is not asked for more than a word a day. */
const dayMs = 86_400_000;

/** Some of its intervals, but of one that speaks seldom not many: of one that speaks daily two days more. */
export function lateAfterMs(everyMs: number, numbers: Numbers = hubRules.sensorStale): number {
  const { intervals, leastMs, graceMs } = numbers;
  return Math.max(leastMs, Math.min(intervals * everyMs, everyMs + graceMs));
}

/** A value older than this no longer speaks for the present. */
export function freshMsOf(everyMs: number | null, isOfPlatform: boolean, numbers = hubRules.sensorStale): number {
  if (everyMs !== null) return lateAfterMs(everyMs, numbers);
  return isOfPlatform ? dayMs : numbers.leastMs;
}
