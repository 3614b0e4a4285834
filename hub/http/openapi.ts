/** The OpenAPI 3.1 document, made from the same schemas that check each request. */
import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import { complete, type Paths } from "./complete.ts";
import { cookieName } from "./guard.ts";

/** [OpenAPI 3.1 §4.8.27] The plugin's types know 3.0 only. */
const mutualTls = { type: "mutualTLS", description: "the card's certificate, at the district's own door" };

/** Of the routes that ask for no session. */
const securities = { open: { security: [] }, district: { security: [{ door: [] }] }, own: {} };

export async function describe(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Lilong hub",
        version,
        description: "Gateways, devices, readings, alerts and tickets of a neighbourhood's sensors.",
        license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: cookieName, description: "of a signed-in person" },
          token: { type: "http", scheme: "bearer", description: "of the flows, and of programs" },
          door: mutualTls as never,
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    transform: ({ schema, url, route }) => {
      const { access, right } = route.config ?? {};
      return {
        schema: {
          ...(modern(schema ?? {}) as object),
          ...(access === undefined ? {} : securities[access]),
          ...(right === undefined ? {} : { "x-right": right }),
        } as FastifySchema,
        url,
      };
    },
    transformObject: (made) => {
      if (!("openapiObject" in made)) return made.swaggerObject;
      complete(made.openapiObject.paths as Paths);
      return made.openapiObject;
    },
  });
}

/** [OpenAPI 3.1 §4.8.24] speaks JSON Schema 2020-12, where a tuple's items are `prefixItems`. */
export function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, part]) => [key, modern(part)]);
  const { items, additionalItems, ...rest } = Object.fromEntries(parts);
  if (!Array.isArray(items)) return items === undefined ? rest : { ...rest, items };
  return { ...rest, prefixItems: items, items: false, maxItems: items.length };
}
