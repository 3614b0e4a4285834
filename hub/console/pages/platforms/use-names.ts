/** How a platform's settings and secrets are called; a table of words, else the schema's own. */
import { useMemo } from "react";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import type { Names } from "../settings/editor/names.ts";
import { inChinese } from "../settings/editor/problem.ts";
import { lackOf } from "./condition.ts";
import { fieldWords } from "./field-names.ts";
import { platformWords } from "./words.ts";

export function usePlatformNames(platform: string): Names {
  const words = useWords(fieldWords);
  const { language } = useSpeech();
  return useMemo(() => {
    const named: Record<string, string> = words.fields;
    const hints: Record<string, string> = words.hints;
    const choices: Record<string, string> = words.choices;
    const field = (name: string) => named[`${platform}.${name}`] ?? named[name] ?? name;
    return {
      field,
      list: field,
      options: (_, values) =>
        values === undefined
          ? null
          : { options: values.map((value) => ({ value, label: choices[value] ?? String(value) })), open: false },
      blank: () => "",
      value: (_, value) => (typeof value === "string" ? value : JSON.stringify(value)),
      hint: (name, described) =>
        language === "en" ? sentenceOf(described) : (hints[`${platform}.${name}`] ?? hints[name] ?? ""),
    };
  }, [platform, words, language]);
}

/** As a schema describes it, for people. */
const sentenceOf = (described: string): string => {
  const plain = described.replace(/`/g, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};

export function useLackText(platform: string): (sentence: string) => string {
  const names = usePlatformNames(platform);
  const words = useWords(platformWords);
  const { language } = useSpeech();
  return (sentence) => {
    const { field, why } = lackOf(sentence);
    const name = field
      .split(/[/,]\s*/)
      .filter(Boolean)
      .map(names.field)
      .join(" · ");
    if (why === "") return words.lacksField(name);
    return `${name} ${language === "en" ? why : inChinese(why)}`;
  };
}
