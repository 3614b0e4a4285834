/** What a JSON Schema says a field is, as far as a form must know. Pure. */
import { type Document, isObject, type Json } from "./rows.ts";

export type Schema = {
  type?: string;
  description?: string;
  default?: string | number | boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | Schema[];
  prefixItems?: Schema[];
  enum?: (string | number)[];
  const?: string | number | boolean | null;
  anyOf?: Schema[];
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
};

export type Shape =
  | { kind: "text"; clock: boolean }
  | { kind: "number"; whole: boolean; least: number | undefined; most: number | undefined }
  | { kind: "yes-no" }
  | { kind: "choice"; values: (string | number)[] }
  | { kind: "many"; item: Schema }
  | { kind: "rows"; item: Schema }
  | { kind: "record"; value: Schema }
  | { kind: "group"; schema: Schema }
  | { kind: "variants"; variants: Schema[]; by: string }
  | { kind: "maybe"; inner: Schema }
  | { kind: "free" };

export function shapeOf(schema: Schema): Shape {
  if (schema.enum) return { kind: "choice", values: schema.enum };
  if (schema.anyOf) return unionOf(schema.anyOf);
  if (schema.type === "string") return { kind: "text", clock: /\[01\]\[0-9\]\|2\[0-3\]/.test(schema.pattern ?? "") };
  if (schema.type === "boolean") return { kind: "yes-no" };
  if (schema.type === "integer" || schema.type === "number") {
    const { minimum: least, maximum: most } = schema;
    return { kind: "number", whole: schema.type === "integer", least, most };
  }
  if (schema.type === "array") return listOf(schema);
  if (schema.properties) return { kind: "group", schema };
  const value = Object.values(schema.patternProperties ?? {})[0];
  return value === undefined ? { kind: "free" } : { kind: "record", value };
}

function unionOf(options: Schema[]): Shape {
  const consts = options.map((option) => option.const);
  if (consts.every((value) => typeof value === "string" || typeof value === "number"))
    return { kind: "choice", values: consts as (string | number)[] };
  const others = options.filter(({ type }) => type !== "null");
  const [inner] = others;
  if (others.length < options.length && others.length === 1 && inner) return { kind: "maybe", inner };
  const by = Object.keys(inner?.properties ?? {}).find((name) =>
    options.every((option) => typeof option.properties?.[name]?.const === "string"),
  );
  if (by !== undefined) return { kind: "variants", variants: options, by };
  return inner?.type === "string" ? shapeOf(inner) : { kind: "free" };
}

function listOf({ items, prefixItems }: Schema): Shape {
  if (Array.isArray(items) || prefixItems !== undefined || items === undefined) return { kind: "free" };
  const { kind } = shapeOf(items);
  if (kind === "group" || kind === "variants") return { kind: "rows", item: items };
  return kind === "free" || kind === "rows" ? { kind: "free" } : { kind: "many", item: items };
}

/** The variant a value is of; the first where it is none. */
export function variantOf(variants: Schema[], by: string, value: Json | undefined): Schema {
  const wanted = isObject(value) ? value[by] : undefined;
  return variants.find(({ properties }) => properties?.[by]?.const === wanted) ?? (variants[0] as Schema);
}

/** What a new one begins with: required fields empty, choices at their first. */
export function emptyOf(schema: Schema): Json {
  const shape = shapeOf(schema);
  if (shape.kind === "group") {
    const required = shape.schema.required ?? [];
    const fields = Object.entries(shape.schema.properties ?? {}).filter(([name]) => required.includes(name));
    return Object.fromEntries(fields.map(([name, field]) => [name, field.const ?? emptyOf(field)])) as Document;
  }
  if (shape.kind === "variants") return emptyOf(shape.variants[0] as Schema);
  if (shape.kind === "choice") return shape.values[0] ?? "";
  return { text: "", number: 0, "yes-no": false, many: [], rows: [], record: {}, maybe: null, free: null }[shape.kind];
}
