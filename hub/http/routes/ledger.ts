/** The loss ledger: what became of every record the gateways took. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Session } from "../../accounts/session.ts";
import { checkDeviceSeen, checkGatewaySeen, type Places, seen } from "../../accounts/sight.ts";
import { readLedger } from "../../losses/view.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, optionalMoment } from "../schema.ts";
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
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readLedger", "What was taken, stored, waits or is lost, and why", LedgerView, 400, 401, 404),
        querystring: Query,
      },
    },
    async (request) => look(deps, (tables) => seenLedger(tables, operatorOf(request), request.query)),
  );
};

/** Of what is too much to list, somebody kept to some areas sees what is theirs in the first of it. */
async function seenLedger(tables: Tables, session: Session, query: Type.Static<typeof Query>): Promise<LedgerView> {
  const { gateway, device } = query;
  if (gateway !== undefined && device !== undefined) await checkDeviceSeen(session, tables, gateway, device);
  else if (gateway !== undefined) await checkGatewaySeen(session, tables, gateway);
  const ledger = await readLedger(tables, query);
  if (session.areas === null) return ledger;
  const thing = (places: Places, row: { gateway: string; device?: string }) =>
    row.device === undefined
      ? places.gateway(row.gateway as GatewayId)
      : places.device(row.gateway as GatewayId, row.device as DeviceId);
  return {
    ...ledger,
    gateways: [
      ...(await seen(session, tables, ledger.gateways, (places, row) => thing(places, { gateway: row.gateway }))),
    ],
    series: [...(await seen(session, tables, ledger.series, thing))],
    gaps: [...(await seen(session, tables, ledger.gaps, thing))],
  };
}
