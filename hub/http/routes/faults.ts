/** What field and wire did wrong. */
import Type from "typebox";
import { faultView } from "../../registry/fault-view.ts";
import { look } from "../deps.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { FaultView } from "../views.ts";

const mostRows = 1000;

export const faultRoutes: Routes = (app, deps) => {
  app.get(
    "/api/faults",
    { schema: answers("listFaults", "What field and wire did wrong, newest first", Type.Array(FaultView), 401) },
    async () => look(deps, async ({ faults }) => (await faults.list(mostRows)).map(faultView)),
  );
};
