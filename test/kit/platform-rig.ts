/** For tests: a connector of a platform at a quiet hub, its door without a socket, and what became of what was pushed. */
import type { GatewayId } from "../../core/id.ts";
import { openConnector, putConnector } from "../../hub/platforms/connectors.ts";
import { hashOf } from "../../hub/platforms/direct/credential.ts";
import { putDevice } from "../../hub/platforms/direct/devices.ts";
import { pushOf } from "../../hub/platforms/intake/intake.ts";
import type { ConnectorRow } from "../../hub/store/connectors.ts";
import type { PushRow } from "../../hub/store/pushes.ts";
import { type QuietHub, quietHub } from "./quiet-hub.ts";

export type ConnectorSample = {
  platform: string;
  settings?: Record<string, unknown>;
  secrets?: Record<string, string>;
  products?: ConnectorRow["products"];
  /** Known before they speak. */
  devices?: { device: string; model: string; credential?: string }[];
  /** A joining code for many. */
  joining?: string;
};

export type PlatformRig = QuietHub & {
  connector: GatewayId;
  /** A request at the connector's door; resolves when what was stored is read too. */
  push(request: PushSample): Promise<{ status: number; body: string }>;
  /** A message of a line that the hub holds itself: an MQTT topic, an AMQP address. */
  deliver(from: string, body: unknown): Promise<void>;
  pushes(): Promise<PushRow[]>;
  /** The newest values, by device and point. */
  values(): Promise<Record<string, Record<string, unknown>>>;
};

export type PushSample = {
  method?: "GET" | "POST";
  /** Below the connector's address. */
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
};

export async function platformRig(sample: ConnectorSample, hub?: QuietHub): Promise<PlatformRig> {
  const rig = hub ?? (await quietHub());
  const id = `${sample.platform}-1` as GatewayId;
  const { platform, settings = {}, secrets = {}, products = [] } = sample;
  const row = { id, platform, title: platform, place: "花园坊", settings, products, quietAfterMs: 3_600_000 };
  await rig.act((tables, changes) =>
    putConnector(tables, { ...row, state: "on", secrets }, rig.platforms.models, changes, {
      ...{ by: "operator", now: rig.clock.now },
    }),
  );
  await putDevices(rig, id, sample);
  return {
    ...rig,
    connector: id,
    async push({ method = "POST", path = "", headers = {}, body }) {
      const answer = await rig.platforms.door.inject({
        ...{ method, url: `/door/${id}${path}` },
        ...(body === undefined ? {} : { payload: payloadOf(body) }),
        headers: { "content-type": "application/json", ...headers },
      });
      await rig.platforms.settled();
      return { status: answer.statusCode, body: answer.body };
    },
    async deliver(from, body) {
      const open = await rig.store.read((tables) => openConnector(tables, id));
      if (open === null) throw new Error(`${id} is gone`);
      await rig.platforms.intake.take(pushOf(open, { from, body: Buffer.from(payloadOf(body)) }, rig.clock.now));
      await rig.platforms.settled();
    },
    pushes: () => rig.store.read(({ pushes }) => pushes.list(id, null, 1000)),
    async values() {
      const series = await rig.store.read((tables) => tables.series.list(id));
      const values: Record<string, Record<string, unknown>> = {};
      for (const { device, point, latest } of series) values[device] = { ...values[device], [point]: latest?.value };
      return values;
    },
  };
}

async function putDevices(rig: QuietHub, id: GatewayId, { devices = [], joining }: ConnectorSample): Promise<void> {
  await rig.act(async (tables, changes) => {
    const row = (await tables.connectors.find(id)) as ConnectorRow;
    const now = rig.clock.now;
    for (const { device, model, credential } of devices) {
      const wish = { foreign: device, title: device, place: "花园坊 3 号楼", is: { model } };
      await putDevice(tables, row, wish, rig.platforms.models, changes, now);
      const about = { id: device, connector: id, foreign: device, by: "operator", at: now };
      const open = { usedAt: null, revokedAt: null, reason: null };
      if (credential !== undefined) await tables.credentials.put({ ...about, hash: hashOf(credential), ...open });
    }
    const [, handle = "", secret = ""] = joining?.split("_") ?? [];
    const about = { handle, connector: id, hash: hashOf(secret), use: "many" as const, by: "operator", at: now };
    if (joining !== undefined)
      await tables.joinings.put({
        ...about,
        expiresAt: now + 3_600_000,
        joined: null,
        most: 100,
        count: 0,
        revokedAt: null,
      });
  });
}

function payloadOf(body: unknown): string | Buffer {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
}
