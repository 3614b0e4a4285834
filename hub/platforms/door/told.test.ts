/** What a door tells: its log never a secret, a sender of a paused connector that it is paused. */
import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { topics } from "../../../core/topics.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { embeddedLine } from "../../broker/embedded.ts";
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
