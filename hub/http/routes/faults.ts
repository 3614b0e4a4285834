/** What field and wire did wrong, and what was lost. */
import Type from "typebox";
import { faultView } from "../../registry/fault-view.ts";
import type { LedgerRow } from "../../store/ledger.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { FaultView, LedgerView } from "../views.ts";

const mostRows = 1000;

export const faultRoutes: Routes = (app, { store }) => {
  app.get(
    "/api/faults",
    { schema: answers("listFaults", "What field and wire did wrong, newest first", Type.Array(FaultView), 401) },
    async () => store.transaction(async ({ faults }) => (await faults.list(mostRows)).map(faultView)),
  );

  app.get(
    "/api/ledger",
    { schema: answers("listLosses", "The loss ledger, newest first", Type.Array(LedgerView), 401) },
    async () => store.transaction(async ({ ledger }) => (await ledger.list(mostRows)).map(ledgerView)),
  );
};

function ledgerView({ gateway, lane, at, why, device, point, count }: LedgerRow): LedgerView {
  const named = { ...(device === null ? {} : { device }), ...(point === null ? {} : { point }) };
  return { gateway, lane, at, why, ...named, count };
}
