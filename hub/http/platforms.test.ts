/** Connectors over the API: set up without ever showing a secret, devices adopted with what they said, messages read again. */
import { expect, test } from "vitest";
import { platformRig } from "../../test/kit/platform-rig.ts";
import { operatorCookie, quietHub } from "../../test/kit/quiet-hub.ts";

const level = (cm: number | string, at = 1_789_999_990_000) => ({
  ...{ messageType: "dataReport", protocol: "lwm2m", tenantId: "1", productId: "15081413", deviceId: "ff01" },
  ...{ timestamp: at, payload: { liquid_level: cm }, IMEI: "867000000528468" },
});
const wish = {
  ...{ platform: "ctwing", title: "电信平台", place: "陆家嘴街道", settings: {}, products: [] },
  ...{ quietAfterMs: 3_600_000, state: "on", secrets: { token: "a-long-token" } },
};

async function setUp(more: Parameters<typeof quietHub>[0] = {}) {
  const hub = await quietHub(more);
  const cookie = await operatorCookie(hub);
  const ask = async (method: "GET" | "PUT" | "POST", url: string, payload?: object, headers = {}) => {
    const answer = await hub.app.inject({ method, url, headers: { cookie, ...headers }, ...(payload && { payload }) });
    await hub.platforms.settled();
    return { status: answer.statusCode, body: answer.json(), etag: answer.headers.etag };
  };
  return { hub, ask };
}

test("a connector is set up, shows what it lacks and no secret, and a stale change of it is refused", async () => {
  const { ask } = await setUp();
  const made = await ask("PUT", "/api/connectors/ctwing-a", wish);
  expect(made).toMatchObject({ status: 200, body: { secretsSet: ["token"], lacks: [], path: "/door/ctwing-a" } });
  expect(JSON.stringify(made.body)).not.toContain("a-long-token");
  const { etag } = await ask("GET", "/api/connectors/ctwing-a");
  const renamed = { ...wish, title: "电信物联", secrets: {} };
  expect(await ask("PUT", "/api/connectors/ctwing-a", renamed, { "if-match": etag })).toMatchObject({ status: 200 });
  expect(await ask("PUT", "/api/connectors/ctwing-a", wish, { "if-match": etag })).toMatchObject({ status: 412 });
});

test.each([
  ["another platform's name", { ...wish, platform: "nowhere" }, "/platform"],
  ["a secret it does not have", { ...wish, secrets: { key: "12345678" } }, "/secrets/key"],
  ["a secret that is too short", { ...wish, secrets: { token: "short" } }, "/token"],
  ["a setting it does not have", { ...wish, settings: { a: 1 } }, "/a"],
  ["a model that does not exist", { ...wish, products: [{ product: "1", model: "none" }] }, "/products/0/model"],
])("%s is refused, naming the field", async (_, body, field) => {
  const { ask } = await setUp();
  const answer = await ask("PUT", "/api/connectors/ctwing-a", body);
  expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(field) } });
  expect((await ask("GET", "/api/connectors")).body).toEqual([]);
});

test("the id of a gateway is not taken for a connector", async () => {
  const { hub, ask } = await setUp();
  await hub.act((tables) => tables.gateways.meet("gw-1" as never, 1));
  expect(await ask("PUT", "/api/connectors/gw-1", wish)).toMatchObject({ status: 400 });
});

test("a device nobody knew is proposed its models, adopted in one step, and what it said is there", async () => {
  const { hub, ask } = await setUp();
  const rig = await platformRig({ platform: "ctwing", secrets: wish.secrets }, hub);
  await rig.push({ path: "/a-long-token", body: level(80) });
  await rig.push({ path: "/a-long-token", body: level("81", 1_789_999_999_000) });
  const [device] = (await ask("GET", "/api/connectors/ctwing-1/devices?unknown=yes")).body;
  expect(device).toMatchObject({ device: "ff01", model: null, product: "15081413" });
  const proposals = (await ask("GET", "/api/connectors/ctwing-1/devices/ff01/proposals")).body;
  expect(proposals).toContainEqual({ model: "nb-level-cm", readings: [{ point: "level", value: expect.any(Number) }] });
  const adopted = await ask("POST", "/api/connectors/ctwing-1/devices/adopt", {
    devices: [{ device: "ff01", model: "nb-level-cm", title: "集水井液位", place: "花园坊 3号楼" }],
  });
  expect(adopted).toMatchObject({ status: 200, body: [{ model: "nb-level-cm" }] });
  expect(await rig.values()).toMatchObject({ ff01: { level: 0.81 } });
  const entry = await hub.read(({ devices }) => devices.find("ctwing-1" as never, "ff01" as never));
  expect(entry).toMatchObject({ entry: { life: "in-service" }, document: { place: "花园坊 3号楼" } });
  expect((await ask("GET", "/api/connectors/ctwing-1/messages")).body).toMatchObject([
    { state: "taken", yielded: [expect.stringMatching(/^ff01\/level\/\d+=0.81$/), expect.anything()] },
    { state: "taken" },
  ]);
});

test("messages read again by a mended model double nothing, and what was misread is put right", async () => {
  const { hub, ask } = await setUp();
  const products = [{ product: "15081413", model: "nb-level-mm" }];
  const rig = await platformRig({ platform: "ctwing", secrets: wish.secrets, products }, hub);
  for (const [cm, at] of [
    [60, 1_789_999_990_000],
    [70, 1_789_999_995_000],
  ] as const)
    await rig.push({ path: "/a-long-token", body: level(cm, at) });
  const readings = async () => {
    const series = await hub.read((tables) =>
      tables.series.find({ gateway: "ctwing-1", device: "ff01", point: "level" } as never),
    );
    const all = { from: 0, to: 2_000_000_000_000, limit: 9, keep: "oldest" as const };
    const rows = await hub.read((tables) => tables.readings.query(series?.id ?? 0, all));
    return { values: rows.map(([, value]) => value), newest: series?.latest?.value };
  };
  expect(await readings()).toEqual({ values: [0.06, 0.07], newest: 0.07 });
  const span = { from: 0, to: hub.clock.now + 1 };
  expect((await ask("POST", "/api/connectors/ctwing-1/replay", span)).body).toEqual({ messages: 2 });
  expect(await readings()).toEqual({ values: [0.06, 0.07], newest: 0.07 });
  await ask("POST", "/api/connectors/ctwing-1/devices/adopt", { devices: [{ device: "ff01", model: "nb-level-cm" }] });
  expect((await ask("POST", "/api/connectors/ctwing-1/replay", span)).body).toEqual({ messages: 2 });
  expect(await readings()).toEqual({ values: [0.6, 0.7], newest: 0.7 });
});

test("a change of a busy connector is not refused for what came meanwhile", async () => {
  const { hub, ask } = await setUp();
  const rig = await platformRig({ platform: "ctwing", secrets: wish.secrets }, hub);
  const { etag } = await ask("GET", "/api/connectors/ctwing-1");
  await rig.push({ path: "/a-long-token", body: level(80) });
  await rig.push({ path: "/a-long-token", body: { messageType: "nothing known" } });
  const busy = (await ask("GET", "/api/connectors/ctwing-1")).body;
  expect(busy).toMatchObject({ heardAt: expect.any(Number), messages: { unknown: 1, refused: 1 }, unknownDevices: 1 });
  const renamed = { ...wish, title: "电信物联", secrets: {} };
  expect(await ask("PUT", "/api/connectors/ctwing-1", renamed, { "if-match": etag })).toMatchObject({ status: 200 });
  expect(await ask("PUT", "/api/connectors/ctwing-1", wish, { "if-match": etag })).toMatchObject({ status: 412 });
});

test("a connector stands among the gateways with its platform's name, and is no box that the overview counts", async () => {
  const { hub, ask } = await setUp();
  await platformRig({ platform: "ctwing", secrets: wish.secrets }, hub);
  await hub.act((tables) => tables.gateways.meet("gw-1" as never, 1));
  const gateways = (await ask("GET", "/api/gateways")).body as { id: string; platform?: string }[];
  expect(gateways.map(({ id, platform }) => [id, platform])).toEqual([
    ["ctwing-1", "ctwing"],
    ["gw-1", undefined],
  ]);
  const { online, offline, unknown } = (await ask("GET", "/api/overview")).body.gateways;
  expect({ online, boxes: online + offline + unknown }).toEqual({ online: 0, boxes: 1 });
});

test("where another's broker has the line, no device is connected by MQTT, and what to do instead is said", async () => {
  const { ask } = await setUp();
  const wish = { way: "mqtt", device: "cellar", title: "地下室", place: "1 号楼", model: "water-gauge" };
  const refused = await ask("POST", "/api/direct/devices", wish);
  expect(refused).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  expect(refused.body.detail).toMatch(/^\/way mqtt is not to be had: another MQTT broker .* https/);
  expect((await ask("GET", "/api/direct")).body).toMatchObject({ mqtt: null });
  expect(await ask("POST", "/api/direct/devices", { ...wish, way: "https" })).toMatchObject({ status: 200 });
});

test.each([
  ["https://lilong.example.cn/", "https://lilong.example.cn", "lilong.example.cn"],
  ["http://10.0.0.5:8080", null, "10.0.0.5"],
  [undefined, null, null],
])("where people come by %s, the door is reached by %s", async (publicUrl, base, host) => {
  const mqttAddress = () => "mqtt://10.0.0.7:1883";
  const { ask } = await setUp({ mqttAddress, ...(publicUrl === undefined ? {} : { publicUrl }) });
  const known = { host: "10.0.0.7", port: 1883, isLocal: false };
  expect((await ask("GET", "/api/direct")).body).toMatchObject({ host, door: { base, scheme: "http" }, mqtt: known });
});

test("who sends with a wrong token is seen on the connector itself, and the fault says of which", async () => {
  const { hub, ask } = await setUp();
  await ask("PUT", "/api/connectors/ctwing-a", wish);
  await ask("PUT", "/api/connectors/ctwing-b", { ...wish, title: "电信井盖" });
  const { etag } = await ask("GET", "/api/connectors/ctwing-b");
  const push = () =>
    hub.platforms.door.inject({ method: "POST", url: "/door/ctwing-b/a-wrong-token", payload: level(80) });
  expect([(await push()).statusCode, (await push()).statusCode]).toEqual([401, 401]);
  await hub.ingest.settled();
  const { body: list } = await ask("GET", "/api/connectors");
  const about = { turnedAway: 2, turnedAwayAt: hub.clock.now, turnedAwayFor: "PUSH_REFUSED" };
  expect(list).toMatchObject([{ messages: { turnedAway: 0, turnedAwayAt: null } }, { messages: about }]);
  const { body: faults } = await ask("GET", "/api/faults");
  expect(faults).toMatchObject([{ code: "PUSH_REFUSED", gateway: "ctwing-b", title: { zh: "电信井盖" } }]);
  expect((await ask("GET", "/api/connectors/ctwing-b")).etag).toBe(etag);
});
