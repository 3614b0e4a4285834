/** The typed client: it is what the document says today, and its types are those of the wire. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientTypes } from "./client-types.ts";
import { clientFile, clientText } from "./write-client.ts";

test("the console's client is of today's API", async () => {
  const isOfToday = readFileSync(clientFile, "utf8") === (await clientText());
  expect(isOfToday, "hub/console/client/schema.ts is older than the API: run npm run client").toBe(true);
});

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const text = { type: "string" };

test.each([
  ["words and numbers", { anyOf: [text, { type: "integer" }, { type: "null" }] }, "string | number | null"],
  ["a choice", { type: "string", enum: ["a", "b"] }, '"a" | "b"'],
  ["a constant", { const: true }, "true"],
  ["a list of a choice", { type: "array", items: { enum: [1, 2] } }, "(1 | 2)[]"],
  ["a tuple", { type: "array", prefixItems: [text, { type: "number" }], items: false }, "[string, number]"],
  ["a record", { type: "object", patternProperties: { "^.*$": text } }, "{\n      [name: string]: string;\n    }"],
  ["anything", {}, "unknown"],
])("%s", (_name, schema, type) => {
  const document = { paths: { "/x": { get: { summary: "X", responses: { 200: json(schema) } } } } };
  expect(clientTypes(document, [])).toContain(`answer: ${type};`);
});

test("a question has its path, its query and its body; what is all optional may be left out", () => {
  const parameters = [
    { name: "id", in: "path", required: true, schema: text },
    { name: "from", in: "query", schema: { type: "integer" } },
  ];
  const body = { type: "object", required: ["a-b"], properties: { "a-b": text, note: text } };
  const post = { summary: "X", parameters, requestBody: json(body), responses: { 200: {} } };
  const types = clientTypes({ paths: { "/x/{id}": { post } } }, []);
  expect(types.replaceAll(/\s+/g, " ")).toContain(
    `/** X */ "POST /x/{id}": { ask: { path: { id: string }; query?: { from?: number | undefined }; ` +
      `body: { "a-b": string; note?: string; } }; answer: null; };`,
  );
});

test("where a view's schema stands its name does, and no second type is made of it", () => {
  const schema = { type: "object", required: ["a"], properties: { a: text } };
  const document = {
    paths: { "/x": { get: { summary: "X", responses: { 200: json({ type: "array", items: schema }) } } } },
  };
  const types = clientTypes(document, [{ name: "AView", schema, from: "./a.ts" }]);
  expect(types).toContain('import type { AView } from "./a.ts";');
  expect(types).toContain("answer: AView[];");
});
