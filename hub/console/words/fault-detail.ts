/** The hub's own sentence about a fault, as the reader can use it. Pure. */
import type { Language } from "../i18n/pick-language.ts";
import { rightWords } from "../parts/right-words.ts";
import { detailIn } from "./platform-details.ts";

type Told = { code: string; detail: string };

/** What is said in both languages is cut to the reader's; a right has its name; English that says nothing more stays away. */
export function faultDetail({ code, detail }: Told, language: Language): string {
  if (language === "zh-CN" && code === "RIGHT_MISSING") return missingRight(detail);
  const [, zh, en] = /^(.*[\p{Script=Han}。！？”）])\s+(\P{Script=Han}+)$/u.exec(detail) ?? [];
  const cut = (language === "en" ? en : zh) ?? detail;
  return /^(PUSH|FIELD|CREDENTIAL|TOPIC|INPUT)_/.test(code) ? detailIn(language, cut) : cut;
}

function missingRight(detail: string): string {
  const [, right = ""] = /has not the right "(\w+)"/.exec(detail) ?? [];
  const name = (rightWords["zh-CN"] as Record<string, string>)[right];
  return name === undefined ? "" : `缺“${name}”这一项。`;
}
