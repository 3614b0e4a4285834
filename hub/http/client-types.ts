/** The types of the typed client, from the OpenAPI document: what each operation is asked with and what it answers. */

/** Of JSON Schema 2020-12, what the document uses (`openapi.test.ts` holds it to that). */
type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | boolean;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  description?: string;
};

type Content = Record<string, { schema: Schema }>;
type Operation = {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};
export type Document = { paths: Record<string, Record<string, Operation>> };

const head = `/** What the hub's API is asked and answers, made from its OpenAPI document by \`npm run client\`; not edited by hand. */
`;

/** A view that has its type where its schema is: there is no second one. */
export type Named = { name: string; schema: unknown; from: string };

/** The name of a view stands wherever its schema does. */
export function clientTypes(document: Document, named: readonly Named[]): string {
  const known = new Map<string, string>();
  for (const { name, schema } of named) {
    const text = textOf(schema as Schema, known);
    if (text.startsWith("{") && !known.has(text)) known.set(text, name);
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(method, path, operation, known)),
  );
  const types = operations.join("\n");
  return `${head}${imports(types, named)}\nexport type Operations = {\n${types}\n};\n`;
}

function imports(types: string, named: readonly Named[]): string {
  const used = named.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(types));
  const lines = [...Map.groupBy(used, ({ from }) => from)].map(([from, some]) => {
    const names = [...new Set(some.map(({ name }) => name))].sort();
    return `import type { ${names.join(", ")} } from ${JSON.stringify(from)};\n`;
  });
  return lines.join("");
}

type Known = ReadonlyMap<string, string>;

/** `ask`: path, query and body as far as there are any; what is all optional may be left out. */
function operationOf(method: string, path: string, operation: Operation, known: Known): string {
  const { parameters = [], requestBody, responses, summary = "" } = operation;
  const body = requestBody === undefined ? undefined : typeOf(schemaIn(requestBody.content), known);
  const ask = [
    ...fieldOf("path", parameters, known),
    ...fieldOf("query", parameters, known),
    ...(body === undefined ? [] : [`body: ${body}`]),
  ];
  const content = responses[200]?.content;
  const answer = content === undefined ? "null" : typeOf(schemaIn(content), known);
  const name = JSON.stringify(`${method.toUpperCase()} ${path}`);
  const asked = ask.length === 0 ? "Record<never, never>" : `{ ${ask.join("; ")} }`;
  return indent(`/** ${summary} */\n${name}: {\n${indent(`ask: ${asked};\nanswer: ${answer};`)}\n};`);
}

function fieldOf(place: "path" | "query", parameters: NonNullable<Operation["parameters"]>, known: Known): string[] {
  const here = parameters.filter((parameter) => parameter.in === place);
  if (here.length === 0) return [];
  const fields = here.map(({ name, required = false, schema }) =>
    required ? `${key(name)}: ${typeOf(schema, known)}` : `${key(name)}?: ${typeOf(schema, known)} | undefined`,
  );
  return [`${place}${here.some(({ required }) => required) ? "" : "?"}: { ${fields.join("; ")} }`];
}

function schemaIn(content: Content = {}): Schema {
  const [type, body] = Object.entries(content)[0] ?? [];
  return type === "application/json" ? (body?.schema ?? {}) : {};
}

function typeOf(schema: Schema | boolean | undefined, known: Known): string {
  if (schema === undefined || typeof schema === "boolean") return "unknown";
  const text = textOf(schema, known);
  return known.get(text) ?? text;
}

const plain: Record<string, string> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

function textOf(schema: Schema, known: Known): string {
  if (schema.anyOf !== undefined) return union(schema.anyOf.map((one) => typeOf(one, known)));
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return listOf(schema, known);
  if (schema.type === "object") return objectOf(schema, known);
  return plain[schema.type ?? ""] ?? "unknown";
}

function union(parts: readonly string[]): string {
  return [...new Set(parts)].join(" | ");
}

function listOf({ items, prefixItems }: Schema, known: Known): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((one) => typeOf(one, known)).join(", ")}]`;
  const item = typeOf(items, known);
  return /^[\w]+$/.test(item) || item.startsWith("{") ? `${item}[]` : `(${item})[]`;
}

function objectOf(schema: Schema, known: Known): string {
  const { properties = {}, required = [], patternProperties, additionalProperties } = schema;
  const lines = Object.entries(properties).map(
    ([name, part]) => `${noteOf(part)}${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(part, known)};`,
  );
  const [any] = Object.values(patternProperties ?? {});
  const rest = any ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  if (rest !== undefined) lines.push(`[name: string]: ${typeOf(rest, known)};`);
  return lines.length === 0 ? "Record<string, unknown>" : `{\n${indent(lines.join("\n"))}\n}`;
}

function noteOf({ description }: Schema): string {
  return description === undefined ? "" : `/** ${description.replaceAll("*/", "*\u200b/")} */\n`;
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
