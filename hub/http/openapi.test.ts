/** The API's description: valid OpenAPI 3.1 in what it uses, and every route in it. */
import { Validator } from "@seriousme/openapi-schema-validator";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { beforeEach, expect, test } from "vitest";
import { faults } from "../../core/fault.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";

type Operation = {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: object }[];
  requestBody?: { content: Record<string, { schema: object; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object; example?: unknown }> }>;
};
type Document = { openapi: string; info: object; paths: Record<string, Record<string, Operation>> };

let document: Document;
let routes: string[];

beforeEach(async () => {
  const { app } = await quietHub();
  document = (await app.inject({ url: "/api/openapi.json" })).json();
  routes = routesOf(app.printRoutes({ commonPrefix: false }));
});

/** `GET /api/tickets/:id`, from the tree Fastify prints. */
function routesOf(tree: string): string[] {
  const parents: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indent, path, methods] = /^([│ ]*)[├└]── (\S*) ?(?:\((.*)\))?$/.exec(line) ?? [];
    if (indent === undefined) return [];
    const depth = indent.length / 4;
    parents[depth] = path ?? "";
    const whole = parents.slice(0, depth + 1).join("");
    return (methods ?? "")
      .split(", ")
      .filter((method) => method && method !== "HEAD")
      .map((method) => `${method} ${whole}`);
  });
}

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );

test("every route of the API is in the document, and no other", () => {
  const inDocument = operations().map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ":$1"));
  expect(inDocument.sort()).toEqual(routes.filter((route) => route.includes(" /api/")).sort());
  expect(inDocument.length).toBeGreaterThan(15);
});

test("every operation has an id of its own, a summary, and an answer for failure", () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, operation } of operations()) {
    expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary, name).toBeTruthy();
    expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(["200", "500"]));
    for (const response of Object.values(operation.responses)) expect(response.description, name).toBeTypeOf("string");
  }
});

test("every parameter of a path is declared, required and described by a schema", () => {
  for (const { name, path, operation } of operations()) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(declared.map((parameter) => parameter.name).sort(), name).toEqual(wanted.sort());
    for (const parameter of declared) expect(parameter, name).toMatchObject({ required: true, schema: {} });
  }
});

/** The keywords of JSON Schema 2020-12 that our schemas may use. */
const keywords = new Set(
  `type properties required additionalProperties items prefixItems minItems maxItems uniqueItems minimum maximum minLength maxLength
   exclusiveMinimum pattern enum const anyOf description default title patternProperties`.split(/\s+/),
);

function checkSchema(schema: unknown, where: string): void {
  if (typeof schema === "boolean") return;
  expect(typeof schema, where).toBe("object");
  for (const [key, part] of Object.entries(schema as object)) {
    expect(keywords.has(key), `${where}: ${key}`).toBe(true);
    if (key === "properties" || key === "patternProperties")
      for (const [name, one] of Object.entries(part as object)) checkSchema(one, `${where}/${name}`);
    if (key === "items" || key === "additionalProperties") checkSchema(part, `${where}/${key}`);
    if (key === "anyOf" || key === "prefixItems")
      for (const one of part as unknown[]) checkSchema(one, `${where}/${key}`);
  }
}

test("every schema is JSON Schema 2020-12 as OpenAPI 3.1 wants it", () => {
  expect(document.openapi).toBe("3.1.0");
  for (const { name, operation } of operations()) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)];
    for (const body of bodies) for (const { schema } of Object.values(body?.content ?? {})) checkSchema(schema, name);
    for (const { schema } of operation.parameters ?? []) checkSchema(schema, name);
  }
});

test("the document is valid by somebody else's judgement", async () => {
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
});

test("every operation says what it is for and who may, and every parameter what it is", () => {
  for (const { name, operation } of operations()) {
    expect(operation.description, name).toMatch(/\.$/);
    expect(operation.tags, name).toHaveLength(1);
    for (const parameter of operation.parameters ?? [])
      expect(parameter.description, `${name} ${parameter.name}`).toBeTruthy();
  }
});

test("every body has an example, and every example is what its schema asks for", () => {
  let count = 0;
  for (const { name, operation } of operations()) {
    for (const body of [operation.requestBody, ...Object.values(operation.responses)])
      for (const [type, { schema, example }] of Object.entries(body?.content ?? {})) {
        expect(example, `${name} ${type}`).toBeDefined();
        expect([...Compile(schema as TSchema).Errors(example)], `${name} ${JSON.stringify(example)}`).toEqual([]);
        count += 1;
      }
  }
  expect(count).toBeGreaterThan(200);
});

test("what goes wrong is told as RFC 9457 wants it, wherever it may", async () => {
  for (const { name, operation } of operations())
    for (const [status, { content = {} }] of Object.entries(operation.responses))
      if (Number(status) >= 400)
        expect(Object.keys(content), `${name} ${status}`).toEqual(["application/problem+json"]);
  const { app } = await quietHub();
  const answer = await app.inject({ url: "/api/tickets?state=all" });
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(answer.json()).toMatchObject({
    ...{ type: "urn:lilong:fault:SIGN_IN_REQUIRED", title: "Unauthorized", status: 401, instance: "/api/tickets" },
    ...{ code: "SIGN_IN_REQUIRED", cure: faults.SIGN_IN_REQUIRED.cure },
  });
});
