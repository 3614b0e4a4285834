/** Stored readings of one series. */
import Type from "typebox";
import { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import { checkDeviceSeen } from "../../accounts/sight.ts";
import { readResolved } from "../../telemetry/resolution.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers, limit, optionalMoment } from "../schema.ts";
import { Resolution, SeriesView } from "../views.ts";

const Query = Type.Object({
  gateway: GatewayId,
  device: DeviceId,
  point: PointId,
  from: optionalMoment("first event time, ms since 1970; without it the newest readings are answered"),
  to: optionalMoment("event time the answer ends before"),
  resolution: Type.Optional(
    Type.Union([...Resolution.anyOf, Type.Literal("auto")], {
      default: "raw",
      description: "raw, 1m, 1h, or auto: as fine as can be drawn of the range; texts and states are always raw",
    }),
  ),
  limit: Type.Optional(limit(10_000, 1000)),
});

export const telemetryRoutes: Routes = (app, deps) => {
  app.get(
    "/api/readings",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers("listReadings", "Readings of one series, ascending", SeriesView, 400, 401, 404),
        querystring: Query,
      },
    },
    async (request) =>
      look(deps, async (tables) => {
        const { gateway, device } = request.query;
        await checkDeviceSeen(operatorOf(request), tables, gateway, device);
        return readResolved(tables, request.query);
      }),
  );
};
