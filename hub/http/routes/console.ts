/** The web console: files built into dist/console; every path that is no file is the console's own. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { Fault } from "../../../core/fault.ts";
import standardMap from "../../rulebook/defaults/map.json" with { type: "json" };
import { type MapBook, tileOrigin } from "../../rulebook/map-book.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { isApi, policyWith } from "../guard.ts";
import { answer } from "../problem.ts";

/** Built files carry a hash of their content in their name; the page that names them does not. */
const hashed = /-[A-Za-z0-9_]{8}\.[a-z0-9]+(\.(map|gz|br))?$/;

export const consoleRoutes: Routes = async (app, deps) => {
  const { consoleFolder } = deps;
  /** The page may fetch the pictures of the base map from where the rulebook says, and from nowhere else. */
  app.addHook("onRequest", async (request, reply) => {
    if (isApi(request) || hashed.test(request.url)) return;
    const book = await look(deps, async ({ rulebook }) => (await rulebook.newest("map"))?.body ?? standardMap);
    reply.header("content-security-policy", policyWith(tileOrigin(book as MapBook)));
  });
  app.addHook("onRoute", (route) => {
    if (route.url === "/*") route.config = { ...route.config, access: "open" };
  });
  const isBuilt = existsSync(join(consoleFolder, "index.html"));
  if (isBuilt)
    await app.register(fastifyStatic, {
      root: consoleFolder,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) => void reply.header("cache-control", cacheFor(path)),
      schemaHide: true,
    });
  app.setNotFoundHandler((request, reply) => {
    const isPage = !isApi(request) && (request.method === "GET" || request.method === "HEAD");
    if (isPage && isBuilt) return reply.sendFile("index.html");
    const what = isPage ? "the console is not built; run `npm run build`" : `${request.method} ${request.url}`;
    return answer(new Fault("NOT_FOUND", what), request, reply);
  });
};

function cacheFor(path: string): string {
  return hashed.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
}
