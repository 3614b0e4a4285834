/** A day of the Shanghai calendar as a number that counts on by one, and where it begins on the clock of the world. */
import type { Static } from "typebox";
import Type from "typebox";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Asia/Shanghai is +08:00 the whole year: China's last summer time ended on 15 September 1991 [tzdata, asia]. */
const offsetMs = 8 * hourMs;
/** The first whole year in which that holds; calendars begin here. */
export const firstYear = 1992;

/** Days since 1970-01-01, cut at midnight in Shanghai. */
export type Day = number;

export const IsoDate = Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description: "2026-02-14" });
export type IsoDate = Static<typeof IsoDate>;

/** The day in Shanghai at a moment (ms since 1970). */
export function dayOf(at: number): Day {
  return Math.floor((at + offsetMs) / dayMs);
}

/** The moment (ms since 1970) at which a day begins in Shanghai. */
export function beginOf(day: Day): number {
  return day * dayMs - offsetMs;
}

export function yearOf(day: Day): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/** `null` for a date that no year has, like 2026-02-29. */
export function dayFrom(date: IsoDate): Day | null {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  return Number.isInteger(day) && new Date(day * dayMs).toISOString().startsWith(date) ? day : null;
}
