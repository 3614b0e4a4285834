/** The second door: platforms, connectors, the devices they brought, and their messages as they came. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, GatewayId } from "../../../core/id.ts";
import { putConnector } from "../../platforms/connectors.ts";
import type { PlatformDesk } from "../../platforms/desk.ts";
import { adoptForeign, proposeModels } from "../../platforms/devices/adopt.ts";
import { replay } from "../../platforms/intake/replay.ts";
import { connectorView, foreignView, messageView, modelViews, platformViews } from "../../platforms/shown.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import {
  AdoptBody,
  ConnectorView,
  ConnectorWishBody,
  ForeignDeviceView,
  MessageView,
  ModelView,
  PlatformView,
  ProposalView,
} from "../platform-views.ts";
import { answers, limit } from "../schema.ts";

const strict = { additionalProperties: false };
const config = { right: "gateways", sight: "none" } as const;
/** What came of all of a connector's places, word by word: not for people limited to areas. */
const whole = { right: "gateways" } as const;
const Id = Type.Object({ connector: GatewayId });
const OfDevice = Type.Object({ connector: GatewayId, device: DeviceId });
const Counted = Type.Object({ messages: Type.Integer({ minimum: 0 }) }, strict);

const Span = Type.Object(
  {
    from: Type.Integer({ minimum: 0, description: "what came from then on, ms since 1970" }),
    to: Type.Integer({ minimum: 0, description: "and before then" }),
  },
  strict,
);

const MessageQuery = Type.Object({
  limit: Type.Optional(limit(500, 50)),
  before: Type.Optional(Type.Integer({ minimum: 1, description: "number of the message to go on before" })),
  state: Type.Optional(Type.Enum(["waiting", "again", "taken", "unknown", "refused"])),
});

export const platformRoutes: Routes = (app, deps) => {
  const { platforms: desk, clock } = deps;
  app.get(
    "/api/platforms",
    { config, schema: answers("listPlatforms", "The platforms a connector can be of", Type.Array(PlatformView), 401) },
    async () => platformViews(),
  );
  app.get(
    "/api/platforms/models",
    {
      config,
      schema: answers("listModels", "The models whose devices speak for themselves", Type.Array(ModelView), 401),
    },
    async () => modelViews(desk.models),
  );
  app.get(
    "/api/connectors",
    { config, schema: answers("listConnectors", "All connectors by their ids", Type.Array(ConnectorView), 401) },
    async () =>
      look(deps, async (tables) => {
        const rows = await tables.connectors.list();
        return Promise.all(rows.map((row) => connectorView(tables, row, desk)));
      }),
  );
  app.get(
    "/api/connectors/:connector",
    { config, schema: { ...answers("readConnector", "One connector", ConnectorView, 400, 401, 404), params: Id } },
    async ({ params }) => look(deps, (tables) => oneConnector(tables, params.connector, desk)),
  );
  app.put(
    "/api/connectors/:connector",
    {
      config: { right: "gateways", secret: true },
      schema: {
        ...answers("putConnector", "Set up a connector, or change it", ConnectorView, 400, 401, 412),
        ...{ params: Id, body: ConnectorWishBody },
      },
    },
    async (request) => {
      const { connector: id } = request.params;
      const { secrets = {}, ...wish } = request.body;
      const author = { by: operatorOf(request).account, now: clock() };
      const view = await act(deps, async (tables, changes) => {
        if ((await tables.connectors.find(id)) !== null)
          await holdFreshBy(request, () => oneConnector(tables, id, desk));
        await putConnector(tables, { ...wish, id, secrets }, desk.models, changes, author);
        return oneConnector(tables, id, desk);
      });
      desk.lines.refresh();
      await desk.listeners.refresh();
      return view;
    },
  );
  app.get(
    "/api/connectors/:connector/devices",
    {
      config: whole,
      schema: {
        ...answers("listForeignDevices", "The devices it brought", Type.Array(ForeignDeviceView), 400, 401, 404),
        params: Id,
        querystring: Type.Object({
          unknown: Type.Optional(Type.Enum(["yes"], { description: "only those nobody adopted" })),
        }),
      },
    },
    async ({ params, query }) =>
      look(deps, async (tables) => {
        await oneConnector(tables, params.connector, desk);
        const devices = await tables.foreignDevices.list(params.connector);
        return devices.filter(({ model }) => query.unknown === undefined || model === null).map(foreignView);
      }),
  );
  app.get(
    "/api/connectors/:connector/devices/:device/proposals",
    {
      config: whole,
      schema: {
        ...answers("proposeModels", "Models that make sense of what it said", Type.Array(ProposalView), 400, 401, 404),
        params: OfDevice,
      },
    },
    async ({ params }) => proposeModels(deps.store, params.connector, params.device, desk.models, desk.trial),
  );
  app.post(
    "/api/connectors/:connector/devices/adopt",
    {
      config: { right: "gateways" },
      schema: {
        ...answers(
          "adoptForeignDevices",
          "Say what devices are; what they said before is read",
          Type.Array(ForeignDeviceView),
          400,
          401,
          404,
        ),
        ...{ params: Id, body: AdoptBody },
      },
    },
    async (request) => {
      const { connector } = request.params;
      const author = { by: operatorOf(request).account, now: clock() };
      const ids = request.body.devices.map(({ device }) => device);
      const adopted = await act(deps, async (tables, changes) => {
        await adoptForeign(tables, connector, request.body.devices, desk.models, changes, author);
        return (await tables.foreignDevices.list(connector)).filter(({ device }) => ids.includes(device));
      });
      desk.wake();
      return adopted.map(foreignView);
    },
  );
  app.get(
    "/api/connectors/:connector/messages",
    {
      config: whole,
      schema: {
        ...answers("listMessages", "Messages as they came, newest first", Type.Array(MessageView), 400, 401, 404),
        ...{ params: Id, querystring: MessageQuery },
      },
    },
    async ({ params, query }) =>
      look(deps, async (tables) => {
        const { state = null, limit: most = 50, before } = query;
        const rows = await tables.pushes.heads(params.connector, state, most, before);
        return rows.map((row) => messageView(row, false));
      }),
  );
  app.get(
    "/api/connectors/:connector/messages/:n",
    {
      config: whole,
      schema: {
        ...answers("readMessage", "One message, whole", MessageView, 400, 401, 404),
        params: Type.Object({ connector: GatewayId, n: Type.Integer({ minimum: 1 }) }),
      },
    },
    async ({ params }) =>
      look(deps, async (tables) => {
        const row = await tables.pushes.find(params.n);
        if (row === null || row.connector !== params.connector) throw new Fault("NOT_FOUND", `message ${params.n}`);
        return messageView(row, true);
      }),
  );
  app.post(
    "/api/connectors/:connector/replay",
    {
      config: { right: "gateways" },
      schema: {
        ...answers(
          "replayMessages",
          "Read messages again, after a model or a decoder was mended; nothing is doubled",
          Counted,
          400,
          401,
          404,
        ),
        ...{ params: Id, body: Span },
      },
    },
    async ({ params, body }) => {
      await look(deps, (tables) => oneConnector(tables, params.connector, desk));
      const messages = await replay((work) => act(deps, work), params.connector, body);
      desk.wake();
      return { messages };
    },
  );
};

type Tables = Parameters<Parameters<typeof look>[1]>[0];

async function oneConnector(
  tables: Tables,
  id: GatewayId,
  desk: Pick<PlatformDesk, "stateOf">,
): Promise<ConnectorView> {
  const row = await tables.connectors.find(id);
  if (row === null) throw new Fault("NOT_FOUND", `connector ${id}`);
  return connectorView(tables, row, desk);
}
