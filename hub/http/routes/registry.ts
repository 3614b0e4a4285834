/** Gateways and devices. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { deviceViews, gatewayViews, oneDeviceView } from "../../registry/views.ts";
import { look } from "../deps.ts";
import { answers } from "../schema.ts";
import type { Routes } from "../server.ts";
import { DeviceView, GatewayView } from "../views.ts";

export const registryRoutes: Routes = (app, deps) => {
  app.get(
    "/api/gateways",
    { schema: answers("listGateways", "All gateways", Type.Array(GatewayView), 401) },
    async () => look(deps, (tables) => gatewayViews(tables)),
  );

  app.delete(
    "/api/gateways/:gateway/key",
    {
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
      schema: {
        ...answers("listDevices", "The devices of one gateway, or of all", Type.Array(DeviceView), 400, 401),
        querystring: Type.Object({ gateway: Type.Optional(GatewayId) }),
      },
    },
    async ({ query }) => look(deps, (tables) => deviceViews(tables, query.gateway)),
  );

  app.get(
    "/api/devices/:gateway/:device",
    {
      schema: {
        ...answers("readDevice", "One device with its newest values", DeviceView, 400, 401, 404),
        params: Type.Object({ gateway: GatewayId, device: DeviceId }),
      },
    },
    async ({ params }) =>
      look(deps, async (tables) => {
        const row = await tables.devices.find(params.gateway, params.device);
        if (row === null) throw new Fault("NOT_FOUND", `device ${params.gateway}/${params.device}`);
        return oneDeviceView(tables, row);
      }),
  );
};
