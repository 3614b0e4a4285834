/** Reads the JSON of platforms: strictly where it must be sound, leniently where fields drift in the field. */
import { isUtf8 } from "node:buffer";
import { Fault } from "../../../core/fault.ts";
import { mistakeInJson } from "../../../core/strict-json.ts";

export type Json = Record<string, unknown>;

/** Throws `PUSH_UNREADABLE` unless the body is one JSON object. */
export function readObject(body: Uint8Array): Json {
  const value = parseJson(body);
  if (!isObject(value)) throw new Fault("PUSH_UNREADABLE", "the message is not a JSON object");
  return value;
}

/** What a platform answered; one that says nothing readable, as a proxy before it does, said nothing. */
export function answerOf(body: Uint8Array): Json {
  try {
    return readObject(body);
  } catch {
    return {};
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Throws `PUSH_UNREADABLE` unless the body is JSON that everybody reads alike. */
export function parseJson(body: Uint8Array): unknown {
  if (!isUtf8(body)) throw new Fault("PUSH_UNREADABLE", "the message is not UTF-8");
  return parseText(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"), "the message");
}

/** Throws `PUSH_UNREADABLE` naming the field. */
export function parseText(text: string, field: string): unknown {
  if (partsOf(text) > mostParts)
    throw new Fault("PUSH_UNREADABLE", `${field} has more than ${mostParts} parts: at most so many are read`);
  const value = parse(text, field);
  const mistake = mistakeInJson(text);
  if (mistake !== null) throw new Fault("PUSH_UNREADABLE", `${field} is not sound JSON: ${mistake}`);
  return value;
}

/** What takes long to read is not begun: so many values, lists and objects are a mebibyte of nothing but them. */
const mostParts = 30_000;

/** What stands within a text is none. */
function partsOf(text: string): number {
  let parts = 0;
  let isWithin = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) isWithin = !isWithin;
    else if (isWithin && code === backslash) i++;
    else if (!isWithin && (code === comma || code === brace || code === bracket)) parts++;
  }
  return parts;
}

const [comma, brace, bracket, quote, backslash] = [0x2c, 0x7b, 0x5b, 0x22, 0x5c];

function parse(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("PUSH_UNREADABLE", `${field} is not JSON (${(cause as Error).message})`, { cause });
  }
}

/** Number or string, "" and "undefined" and -1 where there is none: what platforms write for an id. Null: none. */
export function idOf(value: unknown): string | null {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return String(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" || text === "undefined" || text === "null" || text === "-1" ? null : text;
}

/** Throws `PUSH_UNREADABLE` naming the field where there is no id. */
export function needId(value: unknown, field: string): string {
  const id = idOf(value);
  if (id === null) throw new Fault("PUSH_UNREADABLE", `${field} is missing`);
  return id;
}

/** Throws `PUSH_UNREADABLE` naming the field. */
export function needObject(value: unknown, field: string): Json {
  if (!isObject(value)) throw new Fault("PUSH_UNREADABLE", `${field} is not an object`);
  return value;
}

/** Ms since 1970 of a number or a text of digits; undefined where it is none. */
export function momentOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Ms since 1970 of a date and time in ISO 8601 with its zone; undefined where it is none. */
export function instantOf(value: unknown): number | undefined {
  const isOne = typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value);
  const moment = isOne ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Buffer itself passes over what is no base64. Throws `PUSH_UNREADABLE` naming the field. */
export function fromBase64(text: string, field: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw new Fault("PUSH_UNREADABLE", `${field} is not base64`);
  return Buffer.from(text, "base64");
}

/** The field left out where it has no value. */
export function given<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { [name in Name]?: Value } {
  return (value === null || value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
}
