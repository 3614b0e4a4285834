/** What a gateway should run, and what it made of it. */
import Type from "typebox";
import { Desired } from "../../../core/desired.ts";
import { GatewayId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { checkGatewaySeen } from "../../accounts/sight.ts";
import { withHash } from "../../posture/desired.ts";
import { keepWish } from "../../posture/posture.ts";
import { findGateway } from "../../registry/command.ts";
import type { GatewayRow } from "../../store/gateways.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFresh } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import { DesiredView, GatewayRuns } from "../views.ts";

const params = Type.Object({ gateway: GatewayId });
const { devices, settings } = Desired.properties;
const body = Type.Object({ devices, settings }, { additionalProperties: false });

export const configurationRoutes: Routes = (app, deps) => {
  app.put(
    "/api/gateways/:gateway/desired",
    {
      config: { right: "gateways" },
      schema: {
        ...answers("configureGateway", "Say what a gateway should run", DesiredView, 400, 401, 404, 412),
        params,
        body,
      },
    },
    async (request) => {
      const { gateway } = request.params;
      const wish = withHash(request.body);
      const wished = { by: operatorOf(request).account, at: deps.clock() };
      const row = await act(deps, async (tables, changes) => {
        const before = await findGateway(tables, gateway);
        holdFresh(request, desiredView(before));
        return { ...before, desired: await keepWish(tables, before, wish, changes, wished), wish, wished };
      });
      deps.publish(topics.desired(gateway), JSON.stringify(row.desired), { retain: true });
      return desiredView(row);
    },
  );

  app.get(
    "/api/gateways/:gateway/desired",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readConfiguration", "What it should run, and what it made of it", DesiredView, 400, 401, 404),
        params,
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const { gateway } = request.params;
        await checkGatewaySeen(operatorOf(request), tables, gateway);
        return desiredView(await findGateway(tables, gateway));
      }),
  );

  app.get(
    "/api/gateways/:gateway/runs",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "readRuns",
          "Its session, its runs, and whether two machines share its id",
          GatewayRuns,
          400,
          401,
          404,
        ),
        params,
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const { gateway } = request.params;
        await checkGatewaySeen(operatorOf(request), tables, gateway);
        return runsView(await findGateway(tables, gateway));
      }),
  );
};

function desiredView({ id, desired, reported, wish, wished }: GatewayRow): DesiredView {
  return {
    gateway: id,
    ...(desired === null ? {} : { desired }),
    ...(reported === null ? {} : { reported }),
    ...(wish === null ? {} : { wish }),
    ...(wished === null ? {} : { wished }),
  };
}

function runsView({ id, boots, keyHash, registeredAt, status }: GatewayRow): GatewayRuns {
  return {
    ...{ gateway: id, runs: boots.seen.length, clash: boots.clash !== null, hasKey: keyHash !== null },
    ...(registeredAt === null ? {} : { registeredAt }),
    ...(status === null ? {} : { statusState: status.state }),
  };
}
