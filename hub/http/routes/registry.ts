/** Gateways and devices. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { isSeen, seen } from "../../accounts/sight.ts";
import { deviceViews, gatewayViews, oneDeviceView } from "../../registry/views.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { DeviceView, GatewayView } from "../views.ts";

export const registryRoutes: Routes = (app, deps) => {
  app.get(
    "/api/gateways",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("listGateways", "All gateways", Type.Array(GatewayView), 401),
    },
    async (request) =>
      look(deps, async (tables) => {
        const session = operatorOf(request);
        return [
          ...(await seen(session, tables, await gatewayViews(tables), (places, { id }) =>
            places.gateway(id as GatewayId),
          )),
        ];
      }),
  );

  app.delete(
    "/api/gateways/:gateway/key",
    {
      config: { right: "gateways" },
      schema: {
        ...answers(
          "releaseKey",
          "Trust the next machine that comes as this gateway, as after a reinstall",
          Type.Null(),
          400,
          401,
          404,
        ),
        params: Type.Object({ gateway: GatewayId }),
      },
    },
    async ({ params: { gateway } }) =>
      deps.store.transaction(async ({ gateways }) => {
        if ((await gateways.find(gateway)) === null) throw new Fault("NOT_FOUND", `gateway ${gateway}`);
        await gateways.forgetInstallation(gateway);
        return null;
      }),
  );

  app.get(
    "/api/devices",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listDevices", "The devices of one gateway, or of all", Type.Array(DeviceView), 400, 401),
        querystring: Type.Object({ gateway: Type.Optional(GatewayId) }),
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const views = await deviceViews(tables, request.query.gateway);
        const rows = await seen(operatorOf(request), tables, views, (places, { gateway, id }) =>
          places.device(gateway as GatewayId, id as DeviceId),
        );
        return [...rows];
      }),
  );

  app.get(
    "/api/devices/:gateway/:device",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("readDevice", "One device with its newest values", DeviceView, 400, 401, 404),
        params: Type.Object({ gateway: GatewayId, device: DeviceId }),
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const { params } = request;
        const row = await tables.devices.find(params.gateway, params.device);
        if (
          row === null ||
          !(await isSeen(operatorOf(request), tables, (places) => places.device(row.gateway, row.id)))
        )
          throw new Fault("NOT_FOUND", `device ${params.gateway}/${params.device}`);
        return oneDeviceView(tables, row);
      }),
  );
};
