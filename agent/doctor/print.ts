/** The findings as a technician reads them: what is wrong first, each with its cure; what is well in a line. */
import type { Finding, FindingState } from "./finding.ts";
import { titleOf } from "./titles.ts";
import { cureOf, stateOf, textOf } from "./words.ts";

export type Language = "zh" | "en";

const order: readonly FindingState[] = ["fault", "doubt", "unknown", "well"];
const marks: Record<Language, Record<FindingState, string>> = {
  zh: { fault: "✗ 故障", doubt: "! 注意", unknown: "? 没查", well: "✓ 正常" },
  en: { fault: "✗ fault", doubt: "! doubt", unknown: "? unknown", well: "✓ well" },
};

export function print(findings: readonly Finding[], language: Language): string {
  const sorted = [...findings].sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)));
  return sorted.map((finding) => lineOf(finding, language)).join("");
}

function lineOf(finding: Finding, language: Language): string {
  const state = stateOf(finding);
  const cure = cureOf(finding)?.[language];
  const head = `${marks[language][state]}  ${titleOf(finding)[language]}`;
  const text = textOf(finding)[language];
  return cure === undefined ? `${head}  ${text}\n` : `${head}  ${text}\n    → ${cure}\n`;
}

/** For programs: every finding with its words in both languages. */
export function asDocument(findings: readonly Finding[]) {
  return findings.map((finding) => {
    const { check, subject, code } = finding;
    const cure = cureOf(finding);
    const words = { title: titleOf(finding), text: textOf(finding), ...(cure === null ? {} : { cure }) };
    return { check, subject, state: stateOf(finding), code, ...words };
  });
}

/** 0 all well, 1 something to watch or not looked at, 2 a fault. */
export function exitCode(findings: readonly Finding[]): 0 | 1 | 2 {
  const states = new Set(findings.map(stateOf));
  if (states.has("fault")) return 2;
  return states.has("doubt") || states.has("unknown") ? 1 : 0;
}
