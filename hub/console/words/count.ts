/** How many, with separators that make large counts readable. */
import type { Language } from "../i18n/pick-language.ts";

const formats = new Map<Language, Intl.NumberFormat>();

export function countText(count: number, language: Language): string {
  const known = formats.get(language) ?? new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  formats.set(language, known);
  return known.format(count);
}
