/** What field and wire did wrong. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { seen } from "../../accounts/sight.ts";
import { faultView } from "../../registry/fault-view.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { pageAsked, paged, searched, spanned, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { FaultView } from "../views.ts";

const Query = Type.Object({
  ...paged,
  ...searched,
  ...spanned,
  code: Type.Optional(Type.String({ pattern: "^[A-Z_]{1,40}$", description: "a code of the fault table" })),
  gateway: Type.Optional(GatewayId),
  device: Type.Optional(DeviceId),
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
        const { q, code, gateway, device, from, to } = request.query;
        const ask = pageAsked(request.query, "newest");
        const page = await tables.faults.page({ q, code, gateway, device, from, to, ...ask });
        tellPage(request, reply, ask.sort, page);
        const rows = await seen(operatorOf(request), tables, page.rows, (places, fault) => places.fault(fault));
        return rows.map(faultView);
      }),
  );
};
