/** The published description is what the schemas say today, and every path in it is one that the sandbox centre answers. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { quietHub } from "../../../test/kit/quiet-hub.ts";
import { describeLine, openapiFile } from "./openapi.ts";

type Described = {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  webhooks: Record<string, object>;
};

test("openapi.json is what the schemas say: node hub/district/https-json/openapi.ts writes it", () => {
  expect(JSON.parse(readFileSync(openapiFile, "utf8"))).toEqual(describeLine());
});

test("it describes both directions, each operation under a name of its own", () => {
  const { openapi, paths, webhooks } = describeLine() as Described;
  expect(openapi).toBe("3.1.0");
  expect(Object.keys(webhooks)).toEqual(["callback"]);
  const names = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
  );
  expect(names).toEqual([
    "get /v1/inventory readStanding",
    "post /v1/inventory/delta takeDelta",
    "post /v1/inventory/full takeFull",
    "get /v1/inventory/hashes readHashes",
    "post /v1/coverage takeCoverage",
    "post /v1/cases/lines takeLines",
    "post /v1/cases/standings readStandings",
    "put /v1/attachments/{sha256} takeAttachment",
  ]);
});

test("the hub hands it out without a sign-in", async () => {
  const { app } = await quietHub();
  const answer = await app.inject({ url: "/api/district/openapi.json" });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual(describeLine());
});
