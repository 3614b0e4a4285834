/** A point in time: the clock alone for today, with the date before that. */
import type { Language } from "../i18n/pick-language.ts";

type Options = { timeZone?: string; seconds?: boolean };

export function momentText(at: number, now: number, language: Language, options: Options = {}): string {
  const clock = format(language, "clock", options).format(at);
  const date = format(language, "date", options);
  const that = date.format(at);
  if (that === date.format(now)) return clock;
  return language === "en" ? `${that}, ${clock}` : `${that} ${clock}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, part: "clock" | "date", { timeZone, seconds = true }: Options) {
  const key = `${language} ${part} ${timeZone} ${seconds}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(part === "date"
      ? { month: language === "en" ? "short" : "long", day: "numeric" }
      : { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds ? { second: "2-digit" } : {}) }),
  });
  formats.set(key, made);
  return made;
}
