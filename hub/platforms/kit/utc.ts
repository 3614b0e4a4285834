/** Moments that platforms write as text: ISO 8601, with or without its dashes and colons. */

const iso = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;

/** `20260912T173041Z`, `2026-09-12T17:30:41.632Z`: ms since 1970; undefined for what is no moment. */
export function utcOf(text: unknown): number | undefined {
  const parts = typeof text === "string" ? iso.exec(text.trim()) : null;
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = parts;
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(moment) ? undefined : moment;
}
