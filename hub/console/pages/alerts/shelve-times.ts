/** Until when an alert may be set aside: the quick choices, and what was typed. Pure. */
import { mostShelvedMs } from "../../../../core/alert-state.ts";

export const quickTimes = ["halfHour", "twoHours", "morning"] as const;
export type QuickTime = (typeof quickTimes)[number];

const hour = 3_600_000;
const day = 24 * hour;
/** [GB/T 7408] Shanghai keeps UTC+8 all the year. */
const shanghaiMs = 8 * hour;

export function endOf(time: QuickTime, now: number): number {
  if (time === "halfHour") return now + hour / 2;
  return time === "twoHours" ? now + 2 * hour : nextMorning(now);
}

/** Eight o'clock tomorrow in Shanghai; in the small hours it is this morning that is meant. */
function nextMorning(now: number): number {
  const midnight = Math.floor((now + shanghaiMs) / day) * day - shanghaiMs;
  const isSmallHours = now - midnight < 5 * hour;
  return midnight + (isSmallHours ? 0 : day) + 8 * hour;
}

export function isGoodEnd(until: number, now: number): boolean {
  return until > now && until <= now + mostShelvedMs;
}
