/** A point in time: the clock alone for today, with the date on other days, and the year in other years. */
import type { Language } from "../i18n/pick-language.ts";

type Options = { timeZone?: string; seconds?: boolean };

export function momentText(at: number, now: number, language: Language, options: Options = {}): string {
  const clock = format(language, "clock", options).format(at);
  const isThisYear = format(language, "year", options).format(at) === format(language, "year", options).format(now);
  const date = format(language, isThisYear ? "date" : "whole date", options);
  const that = date.format(at);
  if (isThisYear && that === date.format(now)) return clock;
  return language === "en" ? `${that}, ${clock}` : `${that} ${clock}`;
}

type Part = "clock" | "date" | "whole date" | "year";

function fieldsOf(part: Part, language: Language, seconds: boolean): Intl.DateTimeFormatOptions {
  const day = { month: language === "en" ? "short" : "long", day: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts: Record<Part, Intl.DateTimeFormatOptions> = {
    clock: { ...clock, ...(seconds ? { second: "2-digit" } : {}) },
    date: day,
    "whole date": { year: "numeric", ...day },
    year: { year: "numeric" },
  };
  return parts[part];
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, part: Part, { timeZone, seconds = true }: Options) {
  const key = `${language} ${part} ${timeZone} ${seconds}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...fieldsOf(part, language, seconds),
  });
  formats.set(key, made);
  return made;
}
