/** Gateways and devices: lists, and one of each. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { isSeen } from "../../accounts/sight.ts";
import { carriesOf } from "../../platforms/commands/carries.ts";
import { gatewayPage } from "../../registry/gateway-page.ts";
import { lives } from "../../registry/life.ts";
import { deviceViews, oneDeviceView } from "../../registry/views.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { deviceFilterOf, deviceFilters, sightOf } from "../device-query.ts";
import { operatorOf } from "../guard.ts";
import { areasAsked, pageAsked, paged, tellPage } from "../paging.ts";
import { answers } from "../schema.ts";
import { DeviceView, GatewayView } from "../views.ts";

export const registryRoutes: Routes = (app, deps) => {
  const { q, area, owner, maintainer, quarantine } = deviceFilters;
  app.get(
    "/api/gateways",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listGateways", "Gateways by their ids; `x-total-count`, `link`", Type.Array(GatewayView), 400, 401),
        querystring: Type.Object({
          ...{ ...paged, q, area, owner, maintainer, quarantine },
          state: Type.Optional(Type.Enum(["online", "offline", "unknown"])),
          life: Type.Optional(Type.Enum([...lives])),
        }),
      },
    },
    async (request, reply) => {
      const { limit: _, cursor: __, q: text, area: id, ...same } = request.query;
      const { limit, after } = pageAsked(request.query, "id");
      const page = await look(deps, async (tables) => {
        const areas = await areasAsked(tables, id, sightOf(request));
        return gatewayPage(tables, { ...same, text, areas }, limit, after);
      });
      tellPage(request, reply, "id", page);
      return page.rows;
    },
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
        ...answers("listDevices", "Devices by their places; `x-total-count`, `link`", Type.Array(DeviceView), 400, 401),
        querystring: Type.Object({ ...paged, ...deviceFilters }),
      },
    },
    async (request, reply) => {
      const { limit: _, cursor: __, ...asked } = request.query;
      const { limit, after } = pageAsked(request.query, "place");
      return look(deps, async (tables) => {
        const filter = await deviceFilterOf(tables, request, asked);
        const page = await tables.devices.page(filter, limit, after);
        tellPage(request, reply, "place", page);
        return deviceViews(tables, page.rows);
      });
    },
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
        const carries = await carriesOf(tables, row, deps.platforms.models, deps.clock());
        return { ...(await oneDeviceView(tables, row)), ...(carries === undefined ? {} : { carries }) };
      }),
  );
};
