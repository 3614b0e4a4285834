/** The OpenAPI document of this version, without a hub: no route is asked, so nothing behind the routes is needed. */
import { pino } from "pino";
import type { Document } from "./client-types.ts";
import type { Deps } from "./deps.ts";
import { buildServer } from "./server.ts";

export async function readDocument(): Promise<Document> {
  const nothing = { flows: { desk: {} }, live: {}, district: {}, enrolling: {}, store: {} };
  const deps = { ...nothing, log: pino({ level: "silent" }), version: "0", consoleFolder: "", clock: () => 0 };
  const app = await buildServer(deps as unknown as Deps);
  const document = (await app.inject({ url: "/api/openapi.json" })).json();
  await app.close();
  return document as Document;
}
