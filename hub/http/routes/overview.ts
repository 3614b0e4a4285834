/** A first look: what is wrong now, and where. */
import type { FastifyRequest } from "fastify";
import { mapOf } from "../../overview/map.ts";
import { overviewOf } from "../../overview/overview.ts";
import type { Sight } from "../../overview/sight.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { MapView, OverviewView } from "../overview-views.ts";
import { answers } from "../schema.ts";

export const overviewRoutes: Routes = (app, deps) => {
  app.get(
    "/api/overview",
    {
      config: { right: "look", sight: "areas" },
      schema: answers(
        "readOverview",
        "What is wrong now, by severity and place, and who is on duty",
        OverviewView,
        401,
      ),
    },
    async (request) => look(deps, (tables) => overviewOf(tables, sightOf(request), deps.clock())),
  );

  app.get(
    "/api/map",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("readMap", "Devices, gateways and areas with their places; has an etag", MapView, 401),
    },
    async (request, reply) => {
      // A megabyte that seldom changes: kept by the browser, and asked for by its tag.
      void reply.header("cache-control", "private, no-cache");
      return look(deps, (tables) => mapOf(tables, sightOf(request), deps.clock()));
    },
  );
};

/** Areas the person is limited to; null: none, they see everything. */
export function sightOf(request: FastifyRequest): Sight {
  const { areas } = operatorOf(request);
  return areas === null ? null : [...areas];
}
