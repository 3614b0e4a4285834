/** Readings of a device as a file to keep. */
import Type from "typebox";
import { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import { checkDeviceSeen } from "../../accounts/sight.ts";
import { type Export, exportReadings } from "../../telemetry/export/export.ts";
import type { Routes } from "../app.ts";
import { look } from "../deps.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";

/** The last moment that ISO 8601 writes with a year of four digits, with room for the time zone. */
const lastMoment = Date.UTC(9999, 0);
const moment = (description: string) => Type.Integer({ minimum: 0, maximum: lastMoment, description });

const Query = Type.Object({
  gateway: GatewayId,
  device: DeviceId,
  point: Type.Optional(PointId),
  from: moment("first event time, ms since 1970"),
  to: moment("event time the file ends before"),
  format: Type.Union([Type.Literal("csv"), Type.Literal("parquet")]),
});

export const exportRoutes: Routes = (app, deps) => {
  app.get(
    "/api/readings/export",
    {
      exposeHeadRoute: false,
      config: { place: "proved", audit: "reads", right: "look", sight: "areas" },
      schema: {
        ...answers(
          "exportReadings",
          "Readings of a device as a file",
          Type.String({ description: "the file" }),
          400,
          401,
          404,
        ),
        produces: ["text/csv", "application/vnd.apache.parquet"],
        querystring: Query,
      },
    },
    async (request, reply) => {
      const { format, ...query } = request.query;
      await look(deps, (tables) => checkDeviceSeen(operatorOf(request), tables, query.gateway, query.device));
      const file = await exportReadings((work) => look(deps, work), query, format);
      reply.type(file.type).header("content-disposition", attachment(file));
      return reply.send(file.body as never);
    },
  );
};

/** [RFC 6266 §4.3, RFC 8187] The plain name, and the one with the letters it has. */
function attachment({ name, plainName }: Export): string {
  const written = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, percent);
  return `attachment; filename="${plainName}"; filename*=UTF-8''${written}`;
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
