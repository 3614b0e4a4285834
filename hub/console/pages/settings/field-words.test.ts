/** Whatever a table of the rulebook has, its editor calls by a word of ours, in both languages. */
import { describe, expect, it } from "vitest";
import { kinds } from "../../../rulebook/kinds.ts";
import { type Schema, shapeOf } from "./editor/schema.ts";
import { settingsWords } from "./words.ts";

/** Every name of a field in it, however deep. */
function fieldsOf(schema: Schema): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [name, ...fieldsOf(field)]);
  const shape = shapeOf(schema);
  if (shape.kind === "rows" || shape.kind === "many") return [...own, ...fieldsOf(shape.item)];
  if (shape.kind === "record") return [...own, ...fieldsOf(shape.value)];
  if (shape.kind === "maybe") return [...own, ...fieldsOf(shape.inner)];
  if (shape.kind === "variants") return [...own, ...shape.variants.flatMap(fieldsOf)];
  return own;
}

describe.each(["zh-CN", "en"] as const)("in %s", (language) => {
  const { fields, lists } = settingsWords[language];
  it.each(Object.entries(kinds))("the table %s has a word for each of its fields", (kind, { schema }) => {
    const names = [...new Set(fieldsOf(JSON.parse(JSON.stringify(schema)) as Schema))];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !(fields[`${kind}.${name}`] ?? fields[name] ?? lists[name]))).toEqual([]);
  });
});

/** Every value that may be chosen in it, however deep. */
function valuesOf(schema: Schema): string[] {
  const shape = shapeOf(schema);
  const within = Object.values(schema.properties ?? {}).flatMap(valuesOf);
  if (shape.kind === "choice") return shape.values.filter((value) => typeof value === "string");
  if (shape.kind === "rows" || shape.kind === "many") return [...within, ...valuesOf(shape.item)];
  if (shape.kind === "record") return [...within, ...valuesOf(shape.value)];
  if (shape.kind === "maybe") return [...within, ...valuesOf(shape.inner)];
  if (shape.kind === "variants") return [...within, ...shape.variants.flatMap(valuesOf)];
  return within;
}

/** Codes that are their own words. */
const plain = new Set(["POST", "PUT", "GET", "utf8", "gbk", "ucs2", "gsm7", "en"]);

describe.each(["zh-CN", "en"] as const)("in %s", (language) => {
  const { choices, rights } = settingsWords[language];
  it.each(Object.entries(kinds))("the table %s has a word for each value to choose", (_kind, { schema }) => {
    const values = [...new Set(valuesOf(JSON.parse(JSON.stringify(schema)) as Schema))];
    expect(values.filter((value) => !(choices[value] ?? rights[value]) && !plain.has(value))).toEqual([]);
  });
});
