/** The registry: facts, life, replacement and history of gateways and devices; areas with what is in them. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { areaTree } from "../../registry/areas.ts";
import { checkRows, patchMany } from "../../registry/bulk.ts";
import { moveLife, patchFacts, replaceBy } from "../../registry/change.ts";
import { FactsPatch } from "../../registry/facts.ts";
import { lifeMoves } from "../../registry/life.ts";
import { registryView } from "../../registry/shown.ts";
import { checkStays, checkWithin } from "../../registry/within.ts";
import type { Thing } from "../../store/registry.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { AreaTree, BulkAnswer, ChangeView, RegistryView } from "../registry-views.ts";
import { answers, limit, optionalMoment } from "../schema.ts";

const strict = { additionalProperties: false };
const mostRows = 1000;
/** A thousand rows with long notes. */
const largestBulk = 4 * 1024 * 1024;

const LifeWish = Type.Object(
  {
    move: Type.Enum([...lifeMoves]),
    reason: Type.Optional(Type.String({ maxLength: 500, description: "needed for maintain, retire and return" })),
    until: optionalMoment("end of the maintenance, ms since 1970; without it: until somebody says so"),
  },
  strict,
);
const By = Type.Object({ gateway: GatewayId, device: Type.Optional(DeviceId) }, strict);
const Bulk = Type.Object(
  {
    rows: Type.Array(Type.Object({ gateway: GatewayId, device: Type.Optional(DeviceId), facts: FactsPatch }, strict), {
      minItems: 1,
      maxItems: mostRows,
    }),
  },
  strict,
);
const ofChanges = Type.Object({
  limit: Type.Optional(limit(1000, 100)),
  before: Type.Optional(Type.Integer({ minimum: 1, description: "number of the change to go on before" })),
});

/** The same for both, under their own addresses and names. */
const nouns = [
  { path: "/api/registry/devices/:gateway/:device", noun: "Device", params: { gateway: GatewayId, device: DeviceId } },
  { path: "/api/registry/gateways/:gateway", noun: "Gateway", params: { gateway: GatewayId } },
] as const;

const thingOf = (params: { gateway: GatewayId; device?: DeviceId | undefined }): Thing => ({
  gateway: params.gateway,
  device: params.device ?? null,
});

export const registryFactsRoutes: Routes = (app, deps) => {
  const authorOf = (request: Parameters<typeof operatorOf>[0]) => ({
    by: operatorOf(request).account,
    now: deps.clock(),
  });
  for (const { path, noun, params: fields } of nouns) {
    const params = Type.Object(fields) as unknown as typeof By;
    const word = noun.toLowerCase();
    app.get(
      path,
      {
        config: { right: "look", sight: "areas" },
        schema: {
          ...answers(`read${noun}Facts`, `What the hub's people know of a ${word}`, RegistryView, 400, 401, 404),
          params,
        },
      },
      async (request) =>
        look(deps, async (tables) => {
          await checkWithin(operatorOf(request), tables, thingOf(request.params));
          return registryView(tables, thingOf(request.params));
        }),
    );
    app.patch(
      path,
      {
        config: { right: "registry", sight: "areas" },
        schema: {
          ...answers(
            `patch${noun}Facts`,
            "Set facts; null takes one away, what is not named stays",
            RegistryView,
            400,
            401,
            404,
            412,
          ),
          ...{ params, body: FactsPatch },
        },
      },
      async (request) =>
        act(deps, async (tables, changes) => {
          const thing = thingOf(request.params);
          await checkWithin(operatorOf(request), tables, thing);
          await holdFreshBy(request, () => registryView(tables, thing));
          await patchFacts(tables, thing, request.body, changes, authorOf(request));
          await checkStays(operatorOf(request), tables, thing);
          return registryView(tables, thingOf(request.params));
        }),
    );
    app.post(
      `${path}/life`,
      {
        config: { right: "registry", sight: "areas" },
        schema: {
          ...answers(`move${noun}`, `Move a ${word} on in its life`, RegistryView, 400, 401, 404, 409, 412, 422),
          ...{ params, body: LifeWish },
        },
      },
      async (request) =>
        act(deps, async (tables, changes) => {
          await checkWithin(operatorOf(request), tables, thingOf(request.params));
          await holdFreshBy(request, () => registryView(tables, thingOf(request.params)));
          await moveLife(tables, thingOf(request.params), request.body, changes, authorOf(request));
          return registryView(tables, thingOf(request.params));
        }),
    );
    app.post(
      `${path}/replaced-by`,
      {
        config: { right: "registry", sight: "areas" },
        schema: {
          ...answers(
            `replace${noun}`,
            `Another ${word} took its place: it is retired, its history stays`,
            RegistryView,
            400,
            401,
            404,
            412,
          ),
          ...{ params, body: By },
        },
      },
      async (request) =>
        act(deps, async (tables, changes) => {
          for (const thing of [request.params, request.body])
            await checkWithin(operatorOf(request), tables, thingOf(thing));
          await holdFreshBy(request, () => registryView(tables, thingOf(request.params)));
          await replaceBy(tables, thingOf(request.params), thingOf(request.body), changes, authorOf(request));
          return registryView(tables, thingOf(request.body));
        }),
    );
    app.get(
      `${path}/changes`,
      {
        config: { right: "look", sight: "areas" },
        schema: {
          ...answers(
            `list${noun}Changes`,
            "Who changed what, and when; newest first",
            Type.Array(ChangeView),
            400,
            401,
          ),
          ...{ params, querystring: ofChanges },
        },
      },
      async (request) =>
        look(deps, async (tables) => {
          await checkWithin(operatorOf(request), tables, thingOf(request.params));
          const { limit: most = 100, before } = request.query;
          const rows = await tables.registry.changes(thingOf(request.params), most, before);
          return rows.map(({ gateway: _, device: __, reason, ...row }) => ({
            ...row,
            ...(reason === null ? {} : { reason }),
          }));
        }),
    );
  }

  for (const noun of ["devices", "gateways"] as const)
    app.patch(
      `/api/registry/${noun}`,
      {
        config: { right: "registry", sight: "areas" },
        bodyLimit: largestBulk,
        schema: {
          ...answers(
            `patchMany${noun === "devices" ? "Devices" : "Gateways"}`,
            "Set facts of many: all or none",
            BulkAnswer,
            400,
            401,
          ),
          body: Bulk,
        },
      },
      async (request) => {
        const rows = request.body.rows.map((row) => ({ ...thingOf(row), facts: row.facts }));
        checkRows(rows);
        return act(deps, (tables, changes) => patchMany(tables, rows, changes, authorOf(request), operatorOf(request)));
      },
    );

  app.get(
    "/api/areas",
    {
      config: { right: "look", sight: "areas" },
      schema: answers("listAreas", "The areas as a tree, with what is in each", AreaTree, 401),
    },
    async (request) => {
      const mine = operatorOf(request).areas;
      const tree = await look(deps, areaTree);
      if (mine === null) return tree;
      return { areas: tree.areas.filter(({ id }) => mine.has(id)), nowhere: { devices: 0, gateways: 0 } };
    },
  );
};
