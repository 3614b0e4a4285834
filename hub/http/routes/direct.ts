/** Devices that speak for themselves: connecting one, its credential, joining codes, and what came of it. */
import type { AddressInfo } from "node:net";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { GatewayId } from "../../../core/id.ts";
import { connect, madeOf, seenOf } from "../../platforms/direct/connect.ts";
import { makeCredential, revokeCredentials, userOf } from "../../platforms/direct/credential.ts";
import { connectorFor } from "../../platforms/direct/devices.ts";
import { exampleOf } from "../../platforms/direct/example.ts";
import { makeJoining } from "../../platforms/direct/join.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { Routes } from "../app.ts";
import { act, type Deps, look } from "../deps.ts";
import {
  ConnectView,
  CredentialView,
  DirectMade,
  DirectSeen,
  DirectWish,
  JoiningView,
  JoiningWish,
  Stranger,
} from "../direct-views.ts";
import { operatorOf } from "../guard.ts";
import { answers } from "../schema.ts";

const strict = { additionalProperties: false };
const params = Type.Object({ connector: GatewayId, device: Type.String({ maxLength: 64 }) });
const Anew = Type.Object(
  {
    old: Type.Enum(["replace", "rotate"], {
      description: "`replace`: the old one is lost and ends now; `rotate`: it ends when the new one is first used",
    }),
  },
  strict,
);
const mostRows = 100;
const right = "gateways" as const;

export const directRoutes: Routes = (app, deps) => {
  const { clock, platforms } = deps;
  const author = (request: Parameters<typeof operatorOf>[0]) => ({ by: operatorOf(request).account, now: clock() });

  app.get(
    "/api/direct",
    {
      config: { right },
      schema: answers("readDirect", "Where devices reach the hub, and what they may be", ConnectView, 401),
    },
    async () => connectView(deps),
  );

  app.post(
    "/api/direct/devices",
    {
      config: { right, secret: true },
      schema: {
        ...answers("connectDevice", "Connect a device; its credential is shown once", DirectMade, 400, 401, 409),
        body: DirectWish,
      },
    },
    async (request) => {
      checkBroker(request.body, deps);
      const host = doorOf(deps).host;
      const made = await act(deps, (tables, changes) =>
        connect(tables, request.body, platforms.models, changes, { ...author(request), host }),
      );
      await platforms.listeners.refresh();
      platforms.wake();
      return made;
    },
  );

  app.get(
    "/api/direct/devices/:connector/:device",
    {
      config: { right },
      schema: { ...answers("readDirectDevice", "What came of a device so far", DirectSeen, 400, 401, 404), params },
    },
    async ({ params: { connector, device } }) =>
      look(deps, (tables) => seenOf(tables, { connector, foreign: device }, platforms.models, clock())),
  );

  app.get(
    "/api/direct/devices/:connector/:device/credentials",
    {
      config: { right },
      schema: {
        ...answers(
          "listCredentials",
          "Its credentials, newest first; they themselves are not kept",
          Type.Array(CredentialView),
          401,
        ),
        params,
      },
    },
    async ({ params: { connector, device } }) =>
      look(deps, async ({ credentials }) =>
        (await credentials.listOf(connector, device)).map(({ id, by, at, usedAt, revokedAt, reason }) => ({
          ...{ id, by, at, usedAt, revokedAt, reason },
        })),
      ),
  );

  app.post(
    "/api/direct/devices/:connector/:device/credentials",
    {
      config: { right, secret: true },
      schema: {
        ...answers("makeCredential", "A new credential, shown once; the history stays", DirectMade, 400, 401, 404),
        ...{ params, body: Anew },
      },
    },
    async (request) => {
      const { connector, device } = request.params;
      const { old } = request.body;
      const holder = { connector, foreign: device };
      const made = await act(deps, async (tables) =>
        madeOf(await known(tables, holder), await makeCredential(tables, holder, { ...author(request), old })),
      );
      if (old === "replace") deps.shutOut(userOf(holder));
      return made;
    },
  );

  app.post(
    "/api/direct/devices/:connector/:device/revoke",
    {
      config: { right },
      schema: { ...answers("revokeCredential", "Shut a device out, now", Type.Null(), 401, 404), params },
    },
    async (request) => {
      const { connector, device } = request.params;
      const holder = { connector, foreign: device };
      const { by, now } = author(request);
      const ended = await act(deps, (tables) => revokeCredentials(tables, holder, `revoked by ${by}`, now));
      if (ended === 0) throw new Fault("NOT_FOUND", `a credential of ${device}`);
      deps.shutOut(userOf(holder));
      return null;
    },
  );

  app.get(
    "/api/direct/strangers",
    {
      config: { right },
      schema: answers("listStrangers", "Who dialled in and is unknown, newest first", Type.Array(Stranger), 401),
    },
    async () => look(deps, strangers),
  );

  app.post(
    "/api/direct/joinings",
    {
      config: { right, secret: true },
      schema: {
        ...answers("makeJoining", "A code with which devices join by themselves", JoiningView, 400, 401),
        body: JoiningWish,
      },
    },
    async (request) =>
      act(deps, async (tables, changes) => {
        const about = { platform: "direct", title: "设备直连" };
        const { id } = await connectorFor(tables, about, platforms.models, changes, author(request));
        const { code, row } = await makeJoining(tables, { connector: id, ...request.body, ...author(request) });
        const { hash: _, ...shown } = row;
        return { ...shown, code };
      }),
  );

  app.get(
    "/api/direct/joinings",
    {
      config: { right },
      schema: answers(
        "listJoinings",
        "Joining codes, newest first; they themselves are not kept",
        Type.Array(JoiningView),
        401,
      ),
    },
    async () =>
      look(deps, async ({ joinings }) => (await joinings.list(mostRows)).map(({ hash: _, ...shown }) => shown)),
  );

  app.post(
    "/api/direct/joinings/:handle/revoke",
    {
      config: { right },
      schema: {
        ...answers("revokeJoining", "End a joining code; who joined stays", Type.Null(), 401, 404),
        params: Type.Object({ handle: Type.String({ maxLength: 32 }) }),
      },
    },
    async ({ params: { handle } }) => {
      await act(deps, async ({ joinings }) => {
        const row = await joinings.find(handle);
        if (row === null) throw new Fault("NOT_FOUND", `joining code ${handle}`);
        await joinings.put({ ...row, revokedAt: row.revokedAt ?? clock() });
      });
      return null;
    },
  );
};

/** Throws `NOT_FOUND`. */
async function known(
  tables: Tables,
  { connector, foreign }: { connector: GatewayId; foreign: string },
): Promise<ForeignDevice> {
  const device = await tables.foreignDevices.find(connector, foreign);
  if (device === null) throw new Fault("NOT_FOUND", `device ${foreign} of ${connector}`);
  return device;
}

async function strangers(tables: Tables): Promise<Stranger[]> {
  const connectors = (await tables.connectors.list()).filter(({ platform }) =>
    ["gbt26875", "sl651"].includes(platform),
  );
  const all = await Promise.all(connectors.map(({ id }) => tables.foreignDevices.list(id)));
  return all
    .flat()
    .filter(({ model }) => model === null)
    .map(({ connector, foreign, metAt, heardAt }) => ({ connector, device: foreign, metAt, heardAt }))
    .sort((a, b) => b.heardAt - a.heardAt)
    .slice(0, mostRows);
}

/** Another's broker would let nobody in by a credential made here, and everybody to whose topic it likes. */
function checkBroker({ way }: DirectWish, { mqttAddress }: Pick<Deps, "mqttAddress">): void {
  if (way === "mqtt" && mqttAddress === undefined)
    throw new Fault(
      "INPUT_INVALID",
      "/way mqtt is not to be had: another MQTT broker is in use, and it knows no credential made here; choose https, or set up a connector `mqtt-json` for devices with accounts of that broker",
    );
}

/** Where the door listens: ports for devices that are opened from here stand beside it. */
function doorOf({ platforms }: Deps): { host: string; port: number; isLocal: boolean } {
  const bound = platforms.door.server.address() as AddressInfo | null;
  const host = bound?.address ?? "127.0.0.1";
  return { host, port: bound?.port ?? 0, isLocal: isLocal(host) };
}

/** Where people come by https, a proxy stands before the hub: it hands on `/door/` too. */
function baseOf(publicUrl: string | undefined): string | null {
  return publicUrl?.startsWith("https:") ? new URL(publicUrl).origin : null;
}

/** A proxy hands on no MQTT: where the broker listens on one address, that is where it is reached. */
function mqttOf({ hostname, port }: URL) {
  const isAll = hostname === "0.0.0.0" || hostname === "[::]";
  const isOnlyHere = isLocal(hostname);
  return { host: isAll || isOnlyHere ? null : hostname, port: Number(port), isLocal: isOnlyHere };
}

function isLocal(host: string): boolean {
  return host.startsWith("127.") || host === "::1" || host === "localhost";
}

async function connectView(deps: Deps): Promise<ConnectView> {
  const { platforms, publicUrl, mqttAddress } = deps;
  const { port, isLocal: isDoorLocal } = doorOf(deps);
  const mqtt = mqttAddress === undefined ? null : new URL(mqttAddress());
  const rows = await look(deps, ({ connectors }) => connectors.list());
  return {
    host: publicUrl === undefined ? null : new URL(publicUrl).hostname,
    door: { base: baseOf(publicUrl), scheme: "http", port, isLocal: isDoorLocal },
    mqtt: mqtt === null ? null : mqttOf(mqtt),
    ports: rows.flatMap(({ id }) => {
      const state = platforms.listeners.stateOf(id);
      return state === null
        ? []
        : [{ connector: id, isUp: state.isUp, why: state.why, tcp: state.tcp, udp: state.udp }];
    }),
    models: platforms.models.every().map((one) => {
      const { model, title, measures, driver, points } = one;
      return { model, title, measures, driver, points, example: exampleOf(one) };
    }),
  };
}
