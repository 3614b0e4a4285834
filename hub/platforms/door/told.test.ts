/** What a door tells: its log never a secret, a sender of a paused connector that it is paused. */
import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { topics } from "../../../core/topics.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { signedIn } from "../../../test/kit/signed-in.ts";
import { embeddedLine } from "../../broker/embedded.ts";
import type { OverviewView } from "../../http/overview-views.ts";
import type { ConnectorView } from "../../http/platform-views.ts";
import type { GatewayView, TaskView } from "../../http/views.ts";
import { keyDoor } from "../../registry/admit.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import { deviceDoor } from "../direct/mqtt.ts";
import { buildDoor } from "./server.ts";

const token = "a-long-token";
const ctwing = () => platformRig({ platform: "ctwing", secrets: { token } });
type Rig = Awaited<ReturnType<typeof ctwing>>;

async function pauseConnector({ act, connector }: Rig) {
  await act(async ({ connectors }) => {
    const row = (await connectors.find(connector)) as ConnectorRow;
    await connectors.put({ ...row, state: "paused" });
  });
}

test("a request that fails is logged by its connector, without the token in its path", async () => {
  const rig = await ctwing();
  const lines: string[] = [];
  const log = pino(new Writable({ write: (chunk, _, done) => done(lines.push(String(chunk)) > 0 ? null : null) }));
  const { store, platforms, ingest, clock } = rig;
  const door = buildDoor({
    ...{ store, models: platforms.models, report: ingest.report, tell() {}, clock: () => clock.now, log },
    intake: { take: () => Promise.reject(new Error("nobody foresaw it")), close: async () => {} },
  });
  onTestFinished(() => door.close());
  const url = `/door/${rig.connector}/${token}?token=${token}`;
  expect(await door.inject({ method: "POST", url, payload: "{}" })).toMatchObject({ statusCode: 500 });
  expect(lines.join()).toContain("nobody foresaw it");
  expect(lines.join()).toContain(rig.connector);
  expect(lines.join()).not.toContain(token);
});

test("whose connector is paused is told so, and when to come again; the disk is not to blame", async () => {
  const rig = await ctwing();
  await pauseConnector(rig);
  const answer = await rig.platforms.door.inject({ method: "POST", url: `/door/${rig.connector}/${token}` });
  expect([answer.statusCode, answer.headers["retry-after"], answer.json().code]).toEqual([
    503,
    "5",
    "CONNECTOR_PAUSED",
  ]);
  expect(answer.json().cure).not.toContain("disk");
});

test("a device of a paused connector is not confirmed at the broker, and no operator is bothered with it", async () => {
  const devices = [{ device: "cellar", model: "water-gauge", credential: "ll_the-credential" }];
  const rig = await platformRig({ platform: "direct", devices });
  await pauseConnector(rig);
  const { store, ingest, platforms } = rig;
  const about = { store, report: ingest.report, clock: () => rig.clock.now, log: silent };
  const door = {
    ...keyDoor(store, about.report, about.clock, silent),
    devices: deviceDoor({ ...about, intake: platforms.intake }),
  };
  const line = await embeddedLine({ host: "127.0.0.1", port: 0, door });
  onTestFinished(() => line.close());
  const topic = topics.direct(rig.connector, "cellar");
  expect(await door.devices.takeFrom(`cellar@${rig.connector}`, topic, Buffer.from("[]"))).toBe(false);
  await ingest.settled();
  expect(await store.read(({ faults }) => faults.list(9))).toEqual([]);
});

test("a paused connector stands as one that is away: its devices are unknown, somebody is asked to set it going", async () => {
  const rig = await platformRig({
    platform: "ctwing",
    secrets: { token },
    devices: [{ device: "s-1", model: "nb-smoke" }],
  });
  await rig.push({ path: `/${token}`, body: report });
  const ask = await signedIn(rig);
  const path = `/api/connectors/${rig.connector}`;
  const { platform, title, place, settings, products, quietAfterMs } = (await ask("GET", path)).body as ConnectorView;
  const set = async (state: "on" | "paused") => {
    const answer = await ask("PUT", path, { platform, title, place, settings, products, quietAfterMs, state });
    expect(answer.status).toBe(200);
  };
  const seen = async () => {
    const { devices, coverage } = (await ask("GET", "/api/overview")).body as OverviewView;
    const tasks = (await ask("GET", "/api/tasks?state=open")).body as TaskView[];
    const [gateway] = (await ask("GET", "/api/gateways")).body as GatewayView[];
    const kinds = tasks.map(({ kind }) => kind).filter((kind) => kind === "CONNECTOR_PAUSED");
    const { healthy } = coverage;
    return { healthy, unknown: devices.unknown, state: gateway?.state, kinds };
  };
  const well = { healthy: 1, unknown: 0, state: "online", kinds: [] };
  expect(await seen()).toEqual(well);
  await set("paused");
  const away = { healthy: 0, unknown: 1, state: "offline", kinds: ["CONNECTOR_PAUSED"] };
  expect(await seen()).toEqual(away);
  // Set up again as it is, nothing is asked twice.
  await set("paused");
  expect(await seen()).toEqual(away);
  const [asked] = await rig.read(({ tasks }) => tasks.openOf("CONNECTOR_PAUSED"));
  expect([asked?.count, asked?.text.zh]).toEqual([1, expect.stringContaining("1 台设备报警也收不到")]);
  await set("on");
  expect(await seen()).toEqual(well);
});

const report = {
  ...{ messageType: "dataReport", protocol: "lwm2m", tenantId: "1", productId: "1", deviceId: "s-1" },
  ...{ timestamp: 1_789_999_990_000, payload: { smoke_state: 0 }, IMEI: "867000000528468" },
};
