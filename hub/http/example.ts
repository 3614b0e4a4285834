/** An example that fits its schema, in the words of a street: made, so that no schema is without one and none is wrong. */
import words from "./example-words.json" with { type: "json" };

type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | boolean;
  prefixItems?: Schema[];
  minItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  description?: string;
};

type Maker = (schema: Schema, name: string) => unknown;

/** `name`: what the field is called; it says which of the words fits best. */
export function exampleOf(schema: Schema | boolean | undefined, name = ""): unknown {
  if (schema === undefined || typeof schema === "boolean") return {};
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0], name);
  return (makers[schema.type ?? ""] ?? (() => ({})))(schema, name);
}

const makers: Record<string, Maker> = {
  null: () => null,
  boolean: () => false,
  string: stringOf,
  integer: (schema, name) => Math.ceil(numberOf(schema, name, words.integers)),
  number: (schema, name) => numberOf(schema, name, words.numbers),
  array: ({ items, prefixItems, minItems = 1 }, name) =>
    prefixItems?.map((one) => exampleOf(one)) ??
    Array.from({ length: Math.max(1, minItems) }, () => exampleOf(items, singular(name))),
  object: objectOf,
};

/** What is optional is shown where it says what it is for; a record has one entry. */
function objectOf({ properties = {}, required = [], patternProperties = {} }: Schema): unknown {
  const shown = Object.entries(properties).filter(
    ([name, { description, const: only }]) =>
      required.includes(name) || (description !== undefined && only === undefined),
  );
  const [pattern, one] = Object.entries(patternProperties)[0] ?? [];
  const key = pattern === undefined ? undefined : fitting({ pattern }, "");
  return Object.fromEntries([
    ...shown.map(([name, part]) => [name, exampleOf(part, name)]),
    ...(key === undefined ? [] : [[key, exampleOf(one)]]),
  ]);
}

function stringOf(schema: Schema, name: string): string {
  return fitting(schema, (words.strings as Record<string, string>)[name] ?? (name || "a"));
}

/** The first of the words that the schema lets through. */
function fitting({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, first: string): string {
  const fits = (text: string) =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, "u").test(text));
  return [first, ...words.patterns].find(fits) ?? "a".repeat(Math.max(1, minLength));
}

function numberOf(schema: Schema, name: string, known: Record<string, number>): number {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, exclusiveMinimum } = schema;
  const isMoment = / since 1970/.test(schema.description ?? "");
  const wanted = isMoment ? words.now : (known[name] ?? 1);
  const least =
    exclusiveMinimum === undefined
      ? minimum
      : exclusiveMinimum + (maximum > exclusiveMinimum + 1 ? 1 : (maximum - exclusiveMinimum) / 2);
  return Math.min(maximum, Math.max(least, wanted));
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}
