/** Stored readings of one series. */
import Type from "typebox";
import { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import { readSeries } from "../../telemetry/series.ts";
import { answers, limit } from "../schema.ts";
import type { Routes } from "../server.ts";
import { SeriesView } from "../views.ts";

const moment = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }));

const Query = Type.Object({
  gateway: GatewayId,
  device: DeviceId,
  point: PointId,
  from: moment("first event time, ms since 1970; without it the newest readings are answered"),
  to: moment("event time the answer ends before"),
  limit: Type.Optional(limit(10_000, 1000)),
});

export const telemetryRoutes: Routes = (app, { store }) => {
  app.get(
    "/api/readings",
    {
      schema: {
        ...answers("listReadings", "Readings of one series, ascending", SeriesView, 400, 401, 404),
        querystring: Query,
      },
    },
    async ({ query }) => store.transaction((tables) => readSeries(tables, query)),
  );
};
