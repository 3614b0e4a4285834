/** A length of time, in words, to the two largest units that matter. */
import type { Dictionary } from "../i18n/zh-cn.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function durationText(ms: number, words: Dictionary["duration"]): string {
  const length = Math.max(0, ms);
  if (length < minute) return words.seconds(Math.floor(length / 1_000));
  if (length < hour) return words.minutes(Math.floor(length / minute));
  if (length < day) return words.hours(Math.floor(length / hour), Math.floor((length % hour) / minute));
  return words.days(Math.floor(length / day), Math.floor((length % day) / hour));
}
