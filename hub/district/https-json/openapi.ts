/** The published description of the line, both ways, made from the schemas that check it: `node hub/district/https-json/openapi.ts` writes `openapi.json`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Type, { type TSchema } from "typebox";
import { Callback } from "../case-port.ts";
import { CoverageReport } from "../coverage-report.ts";
import {
  CoverageTaken,
  DeltaBody,
  FullBody,
  HashesAnswer,
  LinesAnswer,
  LinesBody,
  PageAnswer,
  Refusal,
  StandingAnswer,
  StandingsAnswer,
  StandingsBody,
  Taken,
} from "./wire.ts";

const description = `Inventory and cases between a street's hub and the district centre.

Both sides come by TLS 1.2 or newer with a certificate, and know each other by the cards they exchanged: the certificate
(or its authority), the name in it, and an Ed25519 key. Every request carries four headers:
\`x-lilong-time\` (ms since 1970), \`x-lilong-nonce\` (16 random bytes in hex), \`x-lilong-digest\` (SHA-256 of the body in
hex) and \`x-lilong-signature\`: Ed25519, base64url, over the six lines "lilong-district-1", method, path with query, time,
nonce, digest, joined by \\n without a last one. A time more than five minutes off, a nonce heard before, or a wrong digest
or signature is answered 403.

The same request again (under a new nonce) changes nothing and is answered alike. An answer of 5xx, 408 or 429 means: try
later. What is sent must survive a power cut before it is answered 2xx.

\`paths\` is what the district centre offers; \`webhooks\` is what the hub offers, at POST /api/district/callbacks of the
address in its card.

\`hash\` of an item: SHA-256 (hex) of its canonical JSON by RFC 8785.`;

type Operation = {
  id: string;
  summary: string;
  body?: TSchema | "bytes";
  answer: TSchema;
  parameters?: object[];
  problems?: Record<string, string>;
};

const problem = (text: string) => ({ description: text, content: { "application/json": { schema: Refusal } } });

function operation({ id, summary, body, answer, parameters, problems = {} }: Operation): object {
  const content =
    body === "bytes"
      ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
      : { "application/json": { schema: body } };
  return {
    operationId: id,
    summary,
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content } }),
    responses: {
      200: { description: "Taken.", content: { "application/json": { schema: answer } } },
      400: problem("The named field is wrong; the same again will be wrong again."),
      403: problem("Certificate, signature, time or nonce is refused."),
      ...Object.fromEntries(Object.entries(problems).map(([status, text]) => [status, problem(text)])),
      "5XX": problem("Not now: try later."),
    },
  };
}

const parameter = (where: "path" | "query", name: string, schema: TSchema) => ({
  ...{ name, in: where, required: where === "path", schema },
});

export function describeLine(): object {
  return JSON.parse(
    JSON.stringify({
      openapi: "3.1.0",
      info: {
        title: "Lilong district line",
        version: "1",
        description,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "https://district.example" }],
      security: [{ mutualTls: [], signature: [] }],
      components: {
        securitySchemes: {
          mutualTls: { type: "mutualTLS" },
          signature: { type: "apiKey", in: "header", name: "x-lilong-signature", description: "see the description" },
        },
      },
      paths: { ...inventoryPaths(), ...coveragePaths(), ...casePaths() },
      webhooks: {
        callback: {
          post: operation({
            ...{ id: "callback", summary: "The district's word on a case", body: Callback, answer: Taken },
            problems: { 404: "The hub knows no such case; what was said is kept there all the same." },
          }),
        },
      },
    }),
  );
}

/** A centre that does not offer it answers 404, and is asked again a day later. */
function coveragePaths(): object {
  const summary = "How much of what should be connected is, and what lacks; the newest word replaces the one before";
  const take = { id: "takeCoverage", summary, body: CoverageReport, answer: CoverageTaken };
  return { "/v1/coverage": { post: operation({ ...take, problems: { 404: "This centre takes no such word." } }) } };
}

function inventoryPaths(): object {
  const after = parameter("query", "after", Type.String({ description: "ids after this one; empty begins" }));
  const limit = parameter("query", "limit", Type.Integer({ minimum: 1, maximum: 1000 }));
  return {
    "/v1/inventory": {
      get: operation({ id: "readStanding", summary: "Where the centre stands", answer: StandingAnswer }),
    },
    "/v1/inventory/delta": {
      post: operation({
        id: "takeDelta",
        summary: "What changed; tombstones among it",
        body: DeltaBody,
        answer: PageAnswer,
      }),
    },
    "/v1/inventory/full": {
      post: operation({
        id: "takeFull",
        summary: "One page of everything there is",
        body: FullBody,
        answer: PageAnswer,
      }),
    },
    "/v1/inventory/hashes": {
      get: operation({
        ...{ id: "readHashes", summary: "What the centre keeps, row by row, in the order of the ids' bytes" },
        ...{ answer: HashesAnswer, parameters: [after, limit] },
      }),
    },
  };
}

function casePaths(): object {
  const hash = parameter("path", "sha256", Type.String({ pattern: "^[0-9a-f]{64}$" }));
  const type = parameter("query", "type", Type.String({ description: "image/jpeg, image/png or image/webp" }));
  return {
    "/v1/cases/lines": {
      post: operation({
        id: "takeLines",
        summary: "Lines of cases, in order within each",
        body: LinesBody,
        answer: LinesAnswer,
      }),
    },
    "/v1/cases/standings": {
      post: operation({
        id: "readStandings",
        summary: "How far cases have come here",
        body: StandingsBody,
        answer: StandingsAnswer,
      }),
    },
    "/v1/attachments/{sha256}": {
      put: operation({
        ...{ id: "takeAttachment", summary: "An attachment that was wanted", body: "bytes" },
        ...{ answer: Type.Object({ hash: Type.String() }), parameters: [hash, type] },
      }),
    },
  };
}

export const openapiFile = join(import.meta.dirname, "openapi.json");

if (import.meta.main) writeFileSync(openapiFile, `${JSON.stringify(describeLine(), null, 2)}\n`);
