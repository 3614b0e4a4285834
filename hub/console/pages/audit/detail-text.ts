/** A detail of the audit trail, which the hub keeps in one language, as its reader says it. Pure; what it does not know stays as it is. */

import type { Language } from "../../i18n/pick-language.ts";
import { rightWords } from "../../parts/right-words.ts";
import { detailWords } from "./detail-words.ts";

export function detailText(what: string, detail: string, language: Language): string {
  const words = detailWords[language];
  const [, before] = /^before: (.*)$/.exec(detail) ?? [];
  if (before !== undefined) return words.before(before);
  const [, at] = /^opened at (.*), used by another browser$/.exec(detail) ?? [];
  if (at !== undefined) return words.moved(at);
  if (what === "makeToken" && detail !== "") return words.allowed(rightsIn(detail, language));
  if (what === "deployFlows") return deployText(detail, language);
  const whole: Record<string, string> = {
    "by a code": words.code,
    "by OpenID Connect": words.oidc,
    "the name has to wait now": words.waits,
  };
  return whole[detail] ?? fieldsText(detail, language);
}

function rightsIn(detail: string, language: Language): string {
  const names = rightWords[language] as Record<string, string>;
  return detail
    .split(" ")
    .map((right) => names[right] ?? right)
    .join(language === "en" ? ", " : "、");
}

function deployText(detail: string, language: Language): string {
  const { deploys, extents } = detailWords[language];
  const [, name = detail, extent] = /^(.*?)(?: \((\w+)\))?$/.exec(detail) ?? [];
  const said = (deploys as Record<string, string>)[name] ?? name;
  const how = extent === undefined ? "" : ((extents as Record<string, string>)[extent] ?? extent);
  return how === "" ? said : language === "en" ? `${said} (${how})` : `${said}（${how}）`;
}

/** `role: committee → department; active: true → false` */
function fieldsText(detail: string, language: Language): string {
  const { fields, values, colon, semicolon } = detailWords[language];
  const parts = detail.split("; ").map((part) => /^(role|areas|unit|active|display|phone): (.*)$/.exec(part));
  if (parts.some((part) => part === null)) return detail;
  const said = (value: string) => (values as Record<string, string>)[value] ?? value;
  return parts
    .map((part) => {
      const [, name = "", value = ""] = part ?? [];
      return `${fields[name as keyof typeof fields]}${colon}${value.split(" → ").map(said).join(" → ")}`;
    })
    .join(semicolon);
}
