/** What field and wire did wrong. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { faultViews } from "../../registry/fault-view.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { areasAsked, pageAsked, paged, searched, spanned, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import { FaultView } from "../views.ts";

const Query = Type.Object({
  ...paged,
  ...searched,
  ...spanned,
  code: Type.Optional(Type.String({ pattern: "^[A-Z_]{1,40}$", description: "a code of the fault table" })),
  gateway: Type.Optional(GatewayId),
  device: Type.Optional(DeviceId),
  area: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: "an area of the rulebook, with everything in it" }),
  ),
});

export const faultRoutes: Routes = (app, deps) => {
  app.get(
    "/api/faults",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listFaults", "What field and wire did wrong, newest first", Type.Array(FaultView), 400, 401),
        querystring: Query,
      },
    },
    async (request, reply) =>
      look(deps, async (tables) => {
        const { q, code, gateway, device, area, from, to } = request.query;
        const areas = await areasAsked(tables, area, operatorOf(request).areas);
        const ask = pageAsked(request.query, "newest");
        const page = await tables.faults.page({ q, code, gateway, device, areas, from, to, ...ask });
        tellPage(request, reply, ask.sort, page);
        return faultViews(tables, page.rows);
      }),
  );
};
