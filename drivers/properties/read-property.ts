/** One named value becomes a reading: numbers as text, empty texts and values that stand for none are what the field sends. */
import type { Value } from "../../core/reading.ts";
import type { Output } from "../kit/driver.ts";
import type { NamedProperty } from "./config.ts";

type Told = Record<string, unknown>;

/** Nothing where the property is not told, or stands for none. */
export function readProperty(property: NamedProperty, told: Told): Output[] {
  const raw = rawOf(property, told);
  if (raw === undefined || isNone(raw, property.none ?? [])) return [];
  const value = meaningOf(property, raw);
  if (value !== null) return [{ reading: { point: property.point, value } }];
  const detail = `${property.property[0]} ${JSON.stringify(raw)?.slice(0, 80)} is no ${property.kind} of ${property.point}`;
  return [{ fault: { code: "FIELD_OUT_OF_RANGE", detail } }];
}

/** Whether the object names it, whatever it says of it: a value that stands for none is no unknown name. */
export function isTold(property: NamedProperty, told: Told): boolean {
  return rawOf(property, told) !== undefined;
}

function rawOf({ property }: NamedProperty, told: Told): unknown {
  return property.map((path) => find(told, path)).find((value) => value !== undefined);
}

/** A name that holds a dot itself comes before a path. */
function find(told: Told, path: string): unknown {
  if (Object.hasOwn(told, path)) return told[path];
  return path
    .split(".")
    .reduce<unknown>((value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined), told);
}

function isObject(value: unknown): value is Told {
  return typeof value === "object" && value !== null;
}

function isNone(raw: unknown, none: readonly string[]): boolean {
  return raw === null || raw === "" || none.includes(String(raw));
}

function meaningOf({ kind, words, bit, scale = 1, offset = 0 }: NamedProperty, raw: unknown): Value | null {
  if (isObject(raw)) return null;
  if (bit !== undefined) return bitOf(numberOf(raw), bit);
  if (words !== undefined) return Object.hasOwn(words, String(raw)) ? (words[String(raw)] as Value) : null;
  if (kind === "string") return String(raw);
  const number = numberOf(raw);
  if (kind !== "number" || number === null) return null;
  const value = Number((number * scale + offset).toPrecision(12));
  return Number.isFinite(value) ? value : null;
}

function bitOf(number: number | null, bit: number): boolean | null {
  return number === null || !Number.isSafeInteger(number) || number < 0
    ? null
    : Math.floor(number / 2 ** bit) % 2 === 1;
}

/** `"30"` and 30 are one number in the field. */
function numberOf(raw: unknown): number | null {
  const number = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
