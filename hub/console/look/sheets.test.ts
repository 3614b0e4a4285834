/** No style sheet keeps a rule that nothing on the pages can have. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseAst } from "vitest/node";

const here = join(import.meta.dirname, "..");
const files = (readdirSync(here, { recursive: true }) as string[]).filter((file) => !file.includes(".test."));
const read = (file: string) => readFileSync(join(here, file), "utf8");

/** Written by antd, its icons, Leaflet and React, not by us. */
const foreign = /^(ant|anticon|leaflet)(-|$)/;

/** Class names of a sheet, without what stands in its comments, values and at-rules' conditions. */
function classesOf(sheet: string): string[] {
  const selectors = sheet.replace(/\/\*[\s\S]*?\*\//g, "").match(/[^{}]+(?=\{)/g) ?? [];
  const own = selectors.filter((selector) => !selector.trim().startsWith("@"));
  return own.flatMap((selector) => selector.match(/(?<=\.)[a-z][\w-]*/gi) ?? []);
}

/**
 * Every text of the code as patterns of the words in it: `row-${level} open` is /^row-.*$/ and /^open$/; a text that ends
 * in a hyphen, as it is put before another, counts as one with a hole at its end. What a hole may hold is not asked, so
 * nothing dynamic is called unused, but a class must begin with letters that stand in the code.
 */
function patternsOf(file: string): string[] {
  const words = textsIn(parseAst(read(file), { lang: file.endsWith("x") ? "tsx" : "ts" })).flatMap((text) =>
    text.split(/\s+/),
  );
  const names = words.filter((word) => /^[a-z][\w-]*(-[\w-]*\0[\w\0-]*)?$/i.test(word));
  return names.map((word) => (word.endsWith("-") ? `${word}\0` : word));
}

type Node = { type?: string; value?: unknown; key?: { name?: unknown }; quasis?: { value: { cooked: string } }[] };

/** Literals, templates with \0 for each hole, and the names of properties, which tables of classes are keyed by. */
function textsIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, value, key, quasis } = node as Node;
  const within = Object.values(node).flatMap(textsIn);
  if (type === "Literal" && typeof value === "string") return [value];
  if (type === "Property" && typeof key?.name === "string") return [...within, key.name];
  if (type === "TemplateLiteral") return [...within, (quasis ?? []).map((part) => part.value.cooked).join("\0")];
  return within;
}

it("has a rule for no class that the code cannot name", () => {
  const words = new Set(files.filter((file) => /\.tsx?$/.test(file)).flatMap(patternsOf));
  const shapes = [...words].filter((word) => word.includes("\0"));
  const patterns = shapes.map((shape) => new RegExp(`^${shape.split("\0").join(".*")}$`));
  const isNamed = (name: string) => words.has(name) || patterns.some((pattern) => pattern.test(name));
  const unused = files
    .filter((file) => file.endsWith(".css"))
    .flatMap((file) => [...new Set(classesOf(read(file)))].map((name) => ({ file, name })))
    .filter(({ name }) => !foreign.test(name) && !isNamed(name));
  expect(unused.map(({ file, name }) => `${file}: .${name}`)).toEqual([]);
});
