/** How long ago, in words; nothing in the future: a clock a little ahead reads as "just now". */
import type { Dictionary } from "../i18n/zh-cn.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function ageText(at: number, now: number, words: Dictionary["age"]): string {
  const ms = now - at;
  if (ms < 1_000) return words.now;
  if (ms < minute) return words.seconds(Math.floor(ms / 1_000));
  if (ms < hour) return words.minutes(Math.floor(ms / minute));
  if (ms < day) return words.hours(Math.floor(ms / hour), Math.floor((ms % hour) / minute));
  return words.days(Math.floor(ms / day));
}
