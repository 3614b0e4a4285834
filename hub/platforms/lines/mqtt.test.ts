/** The MQTT line against a real Mosquitto with a password file: nothing is acknowledged before it is durable, nothing is lost while the hub is away. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { operatorCookie, silent } from "../../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { freePort, ready } from "../../../test/rig/commands.ts";
import { start } from "../../../test/rig/processes.ts";
import { pause } from "../../pause.ts";
import { putConnector } from "../connectors.ts";
import { startLines } from "./lines.ts";

type Broker = { url: string; port: number; say(topic: string, body: unknown, retain?: boolean): Promise<void> };
const password = "secret-of-the-hub";

async function startBroker(port?: number, folder = tempFolder()): Promise<Broker & { stop(): Promise<void> }> {
  const at = port ?? (await freePort());
  const [names, settings] = [join(folder, "names"), join(folder, "mosquitto.conf")];
  execFileSync("mosquitto_passwd", ["-c", "-b", names, "hub", password], { stdio: "ignore" });
  execFileSync("mosquitto_passwd", ["-b", names, "chirpstack", "another-secret"], { stdio: "ignore" });
  writeFileSync(settings, `listener ${at} 127.0.0.1\nallow_anonymous false\npassword_file ${names}\nuser root\n`);
  const broker = start("/usr/sbin/mosquitto", ["-v", "-c", settings]);
  await broker.says(ready.mosquitto);
  const url = `mqtt://127.0.0.1:${at}`;
  return {
    ...{ url, port: at, stop: async () => void (await broker.kill("SIGTERM")) },
    async say(topic, body, retain = false) {
      const client = await connectAsync(url, { username: "chirpstack", password: "another-secret" });
      await client.publishAsync(topic, typeof body === "string" ? body : JSON.stringify(body), { qos: 1, retain });
      await client.endAsync();
    },
  };
}

const topic = "application/a/device/24e124713c000001/event/up";
const up = (id: string, data = "A88AAAAAKCMH") => ({
  ...{ deduplicationId: id, time: "2026-09-21T14:13:19.000+00:00", fPort: 85, data },
  deviceInfo: { applicationId: "a", devEui: "24e124713c000001", deviceProfileName: "EM310-TILT", deviceName: "mh-01" },
});
const products = [{ product: "EM310-TILT", model: "em310-tilt" }];

async function setUp(broker: Broker, secret = password): Promise<PlatformRig> {
  const rig = await platformRig({ platform: "chirpstack" });
  await enter(rig, broker.url, secret);
  return rig;
}

async function enter(rig: PlatformRig, broker: string, secret: string, state: "on" | "paused" = "on"): Promise<void> {
  const row = {
    id: rig.connector,
    platform: "chirpstack",
    title: "LoRa",
    place: "花园坊",
    products,
    quietAfterMs: 1000,
  };
  const wish = { ...row, settings: { broker, username: "hub" }, state, secrets: { password: secret } };
  await rig.act((tables, changes) =>
    putConnector(tables, wish, rig.platforms.models, changes, { by: "operator", now: rig.clock.now }),
  );
  rig.platforms.lines.refresh();
}

const isUp = (rig: PlatformRig) => until("the line to be up", () => rig.platforms.lines.stateOf(rig.connector)?.isUp);
const keys = async (rig: PlatformRig) => (await rig.pushes()).map(({ key }) => key.split(" ")[1]).sort();

test("what comes while the hub is away is there when it is back, once", async () => {
  const broker = await startBroker();
  const rig = await setUp(broker);
  await isUp(rig);
  await broker.say(topic, up("1"));
  await until("the first message", async () => (await rig.pushes()).length === 1);
  await enter(rig, broker.url, password, "paused");
  await until("the line to be closed", () => rig.platforms.lines.stateOf(rig.connector) === null);
  await broker.say(topic, up("1"));
  await broker.say(topic, up("2"));
  await enter(rig, broker.url, password);
  await until("the second message", async () => (await rig.pushes()).length === 2);
  await rig.platforms.settled();
  expect(await keys(rig)).toEqual(["up:1", "up:2"]);
  expect(await rig.values()).toMatchObject({ "24E124713C000001": { tilted: true, axes: "x,y,z" } });
});

test("the broker hears that a message arrived only once it is durable", async () => {
  const broker = await startBroker();
  const rig = await platformRig({ platform: "chirpstack" });
  await enter(rig, broker.url, password, "paused");
  await rig.act(async ({ connectors }) => {
    const row = await connectors.find(rig.connector);
    if (row !== null) await connectors.put({ ...row, state: "on" });
  });
  const given = Promise.withResolvers<void>();
  // The disk takes its time, and the hub ends before it is done.
  const never = new Promise<boolean>(() => {});
  const take = () => {
    given.resolve();
    return never;
  };
  const slow = { ...rig.platforms.intake, take };
  const options = {
    store: rig.store,
    report: rig.ingest.report,
    clock: () => rig.clock.now,
    pause,
    log: silent,
    tell: () => {},
  };
  const first = startLines({ ...options, intake: slow });
  await until("the line to be up", () => first.stateOf(rig.connector)?.isUp);
  await broker.say(topic, up("1"));
  await given.promise;
  await first.close();
  expect(await rig.pushes()).toEqual([]);
  const second = startLines({ ...options, intake: rig.platforms.intake });
  onTestFinished(() => second.close());
  await until("the message to come again", async () => (await rig.pushes()).length === 1);
});

test("a wrong password is told, becomes a fault, its connector stands as away, and the right one mends it", async () => {
  const broker = await startBroker();
  const rig = await platformRig({ platform: "chirpstack" });
  await enter(rig, broker.url, "a-wrong-secret", "paused");
  await rig.act(async ({ connectors }) => {
    const row = await connectors.find(rig.connector);
    if (row !== null) await connectors.put({ ...row, state: "on" });
  });
  const options = {
    store: rig.store,
    report: rig.ingest.report,
    clock: () => rig.clock.now,
    pause,
    log: silent,
    tell: () => {},
  };
  const lines = startLines({ ...options, intake: rig.platforms.intake, random: () => 0 });
  onTestFinished(() => lines.close());
  const told = async () =>
    (await rig.store.read(({ faults }) => faults.list(5))).find(({ code }) => code === "LINE_DOWN");
  expect(await until("the fault", told)).toMatchObject({ gateway: "chirpstack-1" });
  expect(lines.stateOf(rig.connector)).toMatchObject({ isUp: false, why: expect.stringMatching(/not authori[sz]ed/i) });
  const stands = (state: string) => async () =>
    (await rig.store.read(({ gateways }) => gateways.find(rig.connector)))?.state === state;
  await until("the connector to stand as away", stands("offline"));
  await rig.act(({ channelSecrets }) => channelSecrets.put("connector:chirpstack-1", "password", password));
  lines.refresh();
  await until("the line to be up", () => lines.stateOf(rig.connector)?.isUp);
  await until("the connector to stand as reached", stands("online"));
});

test("a broker that goes away and comes back is found again by itself", async () => {
  const broker = await startBroker();
  const rig = await setUp(broker);
  await isUp(rig);
  await broker.stop();
  await until("the line to be down", () => rig.platforms.lines.stateOf(rig.connector)?.isUp === false);
  const again = await startBroker(broker.port);
  await isUp(rig);
  await again.say(topic, up("3"));
  await until("the message", async () => (await rig.pushes()).length === 1);
});

test("a message that is too long is told and passed over, and what follows is taken", async () => {
  const broker = await startBroker();
  const rig = await setUp(broker);
  await isUp(rig);
  await broker.say(topic, up("1", "A".repeat(1_100_000)));
  await broker.say(topic, up("2"));
  await until("the short one", async () => (await rig.pushes()).length === 1);
  expect(await keys(rig)).toEqual(["up:2"]);
  const faults = await rig.store.read((tables) => tables.faults.list(5));
  expect(faults).toContainEqual(
    expect.objectContaining({ code: "INPUT_INVALID", detail: expect.stringContaining(topic) }),
  );
});

test("a command goes down over the line as a queue item, and the device's confirmation ends it", async () => {
  const broker = await startBroker();
  const rig = await setUp(broker);
  await isUp(rig);
  await broker.say(topic, up("1"));
  await until("the device", async () => Object.keys(await rig.values()).length === 1);
  const network = await connectAsync(broker.url, { username: "chirpstack", password: "another-secret" });
  onTestFinished(async () => void (await network.endAsync(true)));
  const down = new Promise<[string, Buffer]>((resolve) => network.on("message", (name, body) => resolve([name, body])));
  await network.subscribeAsync("application/+/device/+/command/down", { qos: 1 });
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  const payload = { verb: "sample", args: { device: "24E124713C000001" } };
  const given = await rig.app.inject({ method: "POST", url, headers: { cookie }, payload });
  const [name, body] = await down;
  const item = JSON.parse(body.toString());
  expect(name).toBe("application/a/device/24e124713c000001/command/down");
  expect(item).toMatchObject({ devEui: "24e124713c000001", confirmed: true, fPort: 85, data: "/yj/" });
  const event = { ...up("2"), queueItemId: item.id, acknowledged: true };
  await broker.say(topic.replace(/up$/, "ack"), event);
  const see = async () => (await rig.app.inject({ url: `${url}/${given.json().id}`, headers: { cookie } })).json();
  await until("the command's end", async () => (await see()).state === "done");
  expect((await see()).steps.map(({ step }: { step: string }) => step)).toEqual(["given", "sent", "done"]);
});

test("what the broker sends again because it heard nothing counts once, an hour later too; the same words anew count", async () => {
  const broker = await startBroker();
  const rig = await platformRig({ platform: "zigbee2mqtt", settings: { broker: broker.url, username: "hub" } });
  await rig.act(({ channelSecrets }) => channelSecrets.put("connector:zigbee2mqtt-1", "password", password));
  const { store, ingest, platforms, clock } = rig;
  const options = { store, report: ingest.report, clock: () => clock.now, pause, log: silent, tell: () => {} };
  const isStored = Promise.withResolvers<void>();
  // Stored, and then the hub ends before the broker hears of it.
  const take = async (push: Parameters<typeof platforms.intake.take>[0]) => {
    await platforms.intake.take(push);
    isStored.resolve();
    return new Promise<boolean>(() => {});
  };
  const first = startLines({ ...options, intake: { ...platforms.intake, take } });
  await until("the line to be up", () => first.stateOf(rig.connector)?.isUp);
  await broker.say("zigbee2mqtt/pit", { water_leak: true });
  await isStored.promise;
  await first.close();
  clock.now += 3_600_000;
  const second = startLines({ ...options, intake: platforms.intake });
  onTestFinished(() => second.close());
  await until("the line to be up", () => second.stateOf(rig.connector)?.isUp);
  await broker.say("zigbee2mqtt/lid", { contact: true });
  await until("what came after it", async () => (await rig.pushes()).some(({ from }) => from.endsWith("/lid")));
  const ofPit = async () => (await rig.pushes()).filter(({ from }) => from.endsWith("/pit")).length;
  expect(await ofPit()).toBe(1);
  await broker.say("zigbee2mqtt/pit", { water_leak: true });
  await until("the new one", async () => (await ofPit()) === 2);
});

test("Zigbee2MQTT is asked for a value, or told one, by the device's address; sent is all that will be known", async () => {
  const broker = await startBroker();
  const rig = await platformRig({ platform: "zigbee2mqtt", settings: { broker: broker.url, username: "hub" } });
  await rig.act(({ channelSecrets }) => channelSecrets.put("connector:zigbee2mqtt-1", "password", password));
  rig.platforms.lines.refresh();
  await isUp(rig);
  const smoke = { ieee_address: "0x54ef", friendly_name: "301/烟感", definition: { model: "JY-GZ-01AQ" } };
  const leak = { ieee_address: "0x00a1", friendly_name: "厨房", definition: { model: "SJCGQ11LM" } };
  await broker.say("zigbee2mqtt/bridge/devices", [smoke, leak], true);
  const met = async (device: string) =>
    rig.store.read(({ foreignDevices }) => foreignDevices.findByDevice(rig.connector, device as never));
  await until("both devices", async () => (await met("0x54ef")) !== null && (await met("0x00a1")) !== null);
  const stick = await connectAsync(broker.url, { username: "chirpstack", password: "another-secret" });
  onTestFinished(async () => void (await stick.endAsync(true)));
  const heard: [string, unknown][] = [];
  stick.on("message", (name, body) => heard.push([name, JSON.parse(body.toString())]));
  await stick.subscribeAsync(["zigbee2mqtt/+/get", "zigbee2mqtt/+/set"], { qos: 1 });
  const cookie = await operatorCookie(rig);
  const url = `/api/gateways/${rig.connector}/commands`;
  const give = async (verb: string, args: object) =>
    (await rig.app.inject({ method: "POST", url, headers: { cookie }, payload: { verb, args } })).json();
  const see = async (id: string) => (await rig.app.inject({ url: `${url}/${id}`, headers: { cookie } })).json();
  for (const [verb, args] of [
    ["sample", {}],
    ["silence", { minutes: 1 }],
  ] as const) {
    const { id } = await give(verb, { device: "0x54ef", ...args });
    await until("the command's end", async () => (await see(id)).state === "done");
    expect(await see(id)).toMatchObject({ result: { sent: true }, steps: [{ step: "given" }, { step: "sent" }] });
  }
  await until("both words", () => heard.length === 2);
  expect(heard).toEqual([
    ["zigbee2mqtt/0x54ef/get", { smoke: "" }],
    ["zigbee2mqtt/0x54ef/set", { buzzer: "mute" }],
  ]);
  expect((await give("sample", { device: "0x00a1" })).detail).toContain("its model file has no commands.sample");
});
