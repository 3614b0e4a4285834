/** The loss ledger: what became of every record the gateways took. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { readLedger } from "../../ledger/view.ts";
import { look } from "../deps.ts";
import { answers, optionalMoment } from "../schema.ts";
import type { Routes } from "../server.ts";
import { LedgerView } from "../views.ts";

const Query = Type.Object({
  gateway: Type.Optional(GatewayId),
  device: Type.Optional(DeviceId),
  from: optionalMoment("gaps that overlap the range, and what is stored of it: its first event time, ms since 1970"),
  to: optionalMoment("event time the range ends before"),
});

export const ledgerRoutes: Routes = (app, deps) => {
  app.get(
    "/api/ledger",
    {
      config: { right: "look" },
      schema: {
        ...answers("readLedger", "What was taken, stored, waits or is lost, and why", LedgerView, 400, 401, 404),
        querystring: Query,
      },
    },
    async ({ query }) => look(deps, (tables) => readLedger(tables, query)),
  );
};
