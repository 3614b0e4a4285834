/** The language in use, for every component below the provider; the choice is kept in the browser. */
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from "react";
import type { Bilingual } from "../../../core/point.ts";
import { keep, kept } from "../browser/kept.ts";
import { en } from "./en.ts";
import type { Words } from "./in-both.ts";
import { type Language, pickLanguage } from "./pick-language.ts";
import { type Dictionary, zhCn } from "./zh-cn.ts";

type Speech = {
  language: Language;
  /** The sentences of this language. */
  t: Dictionary;
  /** The right half of a text that came in both. */
  say: (text: Bilingual) => string;
  setLanguage: (language: Language) => void;
};

const dictionaries: Record<Language, Dictionary> = { "zh-CN": zhCn, en };
const Context = createContext<Speech | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(() => pickLanguage(kept("language"), navigator.languages));
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      t: dictionaries[language],
      say: (text) => (language === "en" ? text.en : text.zh),
      setLanguage: (next) => {
        keep("language", next);
        choose(next);
      },
    }),
    [language],
  );
  return <Context value={speech}>{children}</Context>;
}

export function useSpeech(): Speech {
  const speech = useContext(Context);
  if (!speech) throw new Error("useSpeech outside LanguageProvider");
  return speech;
}

/** The sentences of one page, of its `words.ts`. */
export function useWords<Sentences>(words: Words<Sentences>): Sentences {
  return words[useSpeech().language];
}
