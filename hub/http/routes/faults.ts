/** What field and wire did wrong. */
import Type from "typebox";
import { seen } from "../../accounts/sight.ts";
import { faultView } from "../../registry/fault-view.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { FaultView } from "../views.ts";

const mostRows = 1000;

export const faultRoutes: Routes = (app, deps) => {
  app.get(
    "/api/faults",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("listFaults", "What field and wire did wrong, newest first", Type.Array(FaultView), 401),
    },
    async (request) =>
      look(deps, async (tables) => {
        const rows = await tables.faults.list(mostRows);
        return (await seen(operatorOf(request), tables, rows, (places, fault) => places.fault(fault))).map(faultView);
      }),
  );
};
