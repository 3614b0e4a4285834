/** Which language to speak: what was chosen, else what the browser asks for, else Chinese. */

export type Language = "zh-CN" | "en";

export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  const first = preferred[0]?.toLowerCase() ?? "";
  return first.startsWith("en") ? "en" : "zh-CN";
}
