/** Sentences of one page: Chinese written first, English held to its shape. They load with the page, not before. */
import type { Language } from "./pick-language.ts";

export type Words<Sentences> = Record<Language, Sentences>;

/** Call it in a page's `words.ts`: a test reads each such file and holds it to the rules of the dictionaries. */
export function inBoth<Sentences>(chinese: Sentences, english: NoInfer<Sentences>): Words<Sentences> {
  return { "zh-CN": chinese, en: english };
}
