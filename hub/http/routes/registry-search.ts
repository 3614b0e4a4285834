/** The search over everything, and labels to print. */
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { checkDeviceSeen } from "../../accounts/sight.ts";
import { labelSheet, labelSizes, labelsOf } from "../../registry/labels.ts";
import { search } from "../../registry/search.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { type Deps, look } from "../deps.ts";
import { type DevicesAsked, deviceFilterOf, deviceFilters } from "../device-query.ts";
import { operatorOf } from "../guard.ts";
import { SearchAnswer } from "../registry-views.ts";
import { answers } from "../schema.ts";

/** More would be a book; they are printed part by part. */
const mostLabels = 1000;
const name = Type.String({
  pattern: "^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$",
  maxLength: 130,
  description: "gateway/device",
});

const Labels = Type.Object({
  device: Type.Optional(
    Type.Union([name, Type.Array(name, { maxItems: mostLabels })], {
      description: "these; without any: all that the filters find",
    }),
  ),
  size: Type.Optional(Type.Enum([...labelSizes], { default: "60x40" })),
  ...deviceFilters,
});

export const registrySearchRoutes: Routes = (app, deps) => {
  app.get(
    "/api/search",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "search",
          "Devices, gateways, tickets, areas and people by words; ten of each",
          SearchAnswer,
          400,
          401,
        ),
        querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }) }),
      },
    },
    async (request) => {
      const { areas, rights } = operatorOf(request);
      const wish = { text: request.query.q.trim(), areas: areas === null ? undefined : [...areas] };
      return look(deps, (tables) => search(tables, { ...wish, people: rights.has("people") }));
    },
  );

  app.get(
    "/api/registry/labels",
    {
      config: { right: "look", sight: "areas" },
      schema: {
        ...answers(
          "printLabels",
          "A page of labels to print, each with a code that opens the device's page",
          Type.Unsafe<string>(Type.Any()),
          400,
          401,
          404,
        ),
        querystring: Labels,
      },
    },
    async (request, reply) => {
      const { device, size = "60x40", ...asked } = request.query;
      const sheet = await look(deps, async (tables) => {
        const rows =
          device === undefined ? await found(tables, request, asked) : await named(tables, request, [device].flat());
        return labelSheet(await labelsOf(tables, rows, baseOf(deps, request)), size);
      });
      void reply.type("text/html; charset=utf-8").serializer((text: string) => text);
      return sheet;
    },
  );
};

async function found(tables: Tables, request: FastifyRequest, asked: DevicesAsked): Promise<DeviceRow[]> {
  const filter = await deviceFilterOf(tables, request, { self: "without", ...asked });
  const { rows, total } = await tables.devices.page(filter, mostLabels);
  if (total > mostLabels)
    throw new Fault(
      "INPUT_INVALID",
      `/device ${total} labels are more than ${mostLabels}: choose an area or a gateway`,
    );
  return rows;
}

async function named(tables: Tables, request: FastifyRequest, names: readonly string[]): Promise<DeviceRow[]> {
  return Promise.all(
    names.map(async (one) => {
      const [gateway = "", device = ""] = one.split("/");
      await checkDeviceSeen(operatorOf(request), tables, gateway as GatewayId, device as DeviceId);
      const row = await tables.devices.find(gateway as GatewayId, device as DeviceId);
      if (row === null) throw new Fault("NOT_FOUND", `device ${one}`);
      return row;
    }),
  );
}

/** Where a phone that reads the code gets to. */
function baseOf({ publicUrl }: Pick<Deps, "publicUrl">, { protocol, host }: FastifyRequest): string {
  return (publicUrl ?? `${protocol}://${host}`).replace(/\/+$/, "");
}
