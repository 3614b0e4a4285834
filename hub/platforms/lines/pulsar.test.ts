/** CTWing's message queue into a hub: counted once whoever falls over, and told where it does not come. */
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { ownAuthority } from "../../../test/kit/certificates.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { type Broker, type BrokerOptions, startBroker } from "../../../test/kit/pulsar-broker.ts";
import { type QuietHub, silent } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import { pause } from "../../pause.ts";
import { putConnector } from "../connectors.ts";
import { startLines } from "./lines.ts";

const token = "token-of-the-tenant";
const topic = "aep-msgpush/1/all";
const products = [{ product: "15081413", model: "nb-level-cm" }];

/** As CTWing's cloud writes it. */
const report = (n: number, at: number, device = "well-1") =>
  JSON.stringify({
    ...{ messageType: "dataReport", productId: "15081413", deviceId: device, timestamp: at + n, upPacketSN: -1 },
    payload: { liquid_level: n % 100 },
  });
const reports = (from: number, to: number, at: number) =>
  Array.from({ length: to - from }, (_, n) => report(from + n, at));

type Wish = { server: string; ca?: string; tenant?: string; topics?: string[]; subscription?: string };

async function putOn(hub: QuietHub, id: string, mq: Wish, secrets: Record<string, string | null> = { mqToken: token }) {
  const row = {
    id: id as never,
    platform: "ctwing",
    title: "CTWing",
    place: "花园坊",
    products,
    quietAfterMs: 3_600_000,
  };
  const wish = { ...row, settings: { mq: { tenant: "1", topics: ["all"], ...mq } }, state: "on" as const, secrets };
  await hub.act((tables, changes) =>
    putConnector(tables, wish, hub.platforms.models, changes, { by: "operator", now: hub.clock.now }),
  );
  hub.platforms.lines.refresh();
}

async function connected(options: BrokerOptions = {}): Promise<{ broker: Broker; rig: PlatformRig }> {
  const broker = await startBroker({ token, ...options });
  const rig = await platformRig({ platform: "ctwing", products });
  await putOn(rig, rig.connector, { server: broker.url });
  return { broker, rig };
}

const stateOf = ({ platforms, connector }: Pick<PlatformRig, "platforms" | "connector">) =>
  platforms.lines.stateOf(connector);
const isUp = (rig: PlatformRig) => until("the line is up", () => stateOf(rig)?.isUp);
const backlog = ({ topics }: Broker, name = topic) => topics.backlog(`persistent://${name}`, "1");

const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10_000, keep: "oldest" as const };

/** When each level of a device was measured, in order. */
async function momentsOf({ store }: QuietHub, connector: string, device = "well-1"): Promise<number[]> {
  return store.read(async ({ series, readings }) => {
    const known = (await series.list(connector as never)).find((one) => one.device === device && one.point === "level");
    return known === undefined ? [] : (await readings.query(known.id, all)).map(([at]) => at);
  });
}

const upTo = (count: number, at: number) => Array.from({ length: count }, (_, n) => at + n);

test("single messages and a batch of 100 of three partitions become readings; what cannot be read is kept, and acknowledged", async () => {
  const { broker, rig } = await connected({ partitions: { [`persistent://${topic}`]: 3 } });
  const at = rig.clock.now - 60_000;
  broker.publish(`${topic}-partition-0`, reports(0, 100, at), { compression: "LZ4" });
  broker.publish(`${topic}-partition-1`, [report(100, at)]);
  broker.publish(`${topic}-partition-2`, ["{", report(101, at)], { compression: "SNAPPY" });
  const parts = [0, 1, 2].map((n) => `${topic}-partition-${n}`);
  await until("all are acknowledged", () => parts.every((name) => backlog(broker, name) === 0));
  await rig.platforms.settled();
  expect(await momentsOf(rig, rig.connector)).toEqual(upTo(102, at));
  const refused = (await rig.pushes()).filter(({ state }) => state === "refused");
  expect(refused).toMatchObject([{ from: topic, why: expect.stringContaining("PUSH_UNREADABLE") }]);
  expect(Buffer.from(refused[0]?.body ?? []).toString()).toBe("{");
});

test("a broker that dies is told, comes back and is read on; nothing is lost and nothing counts twice", async () => {
  const { broker, rig } = await connected();
  const at = rig.clock.now - 60_000;
  await isUp(rig);
  for (const message of reports(0, 500, at)) broker.publish(topic, [message]);
  await until("some of them came", async () => (await rig.pushes()).length > 20);
  await broker.kill();
  await until("it is told", () => stateOf(rig)?.isUp === false);
  expect(stateOf(rig)?.why).not.toBe("");
  broker.publish(topic, reports(500, 600, at));
  await broker.start();
  await until("all are acknowledged", () => backlog(broker) === 0, 30_000);
  await rig.platforms.settled();
  expect(await momentsOf(rig, rig.connector)).toEqual(upTo(600, at));
});

test("a hub that ends before the commit, or between it and the acknowledgement, gets it again and counts it once", async () => {
  const { broker, rig } = await connected();
  await isUp(rig);
  const at = rig.clock.now - 60_000;
  const paused = await rig.read(({ connectors }) => connectors.find(rig.connector));
  await rig.act(({ connectors }) => connectors.put({ ...paused, state: "paused" } as never));
  rig.platforms.lines.refresh();
  await until("its own line is closed", () => stateOf(rig) === null);
  await rig.act(({ connectors }) => connectors.put({ ...paused, state: "on" } as never));
  broker.publish(topic, [report(0, at)]);
  broker.publish(topic, reports(1, 11, at));
  const about = { store: rig.store, report: rig.ingest.report, clock: () => rig.clock.now, pause, log: silent };
  const { intake } = rig.platforms;
  const ways = [
    // The disk takes its time, and the hub ends before it is done.
    { take: () => new Promise<boolean>(() => {}), kept: 0 },
    // Everything is on the disk, and the hub ends before it says so.
    { take: (push: never) => intake.take(push).then(() => new Promise<boolean>(() => {})), kept: 11 },
  ];
  for (const { take, kept } of ways) {
    const lines = startLines({ ...about, tell: () => {}, intake: { ...intake, take } });
    await until("it is up", () => lines.stateOf(rig.connector)?.isUp);
    await until("so many are kept", async () => (await rig.pushes()).length === kept);
    await lines.close();
    expect(backlog(broker)).toBe(2);
  }
  const lines = startLines({ ...about, tell: () => {}, intake });
  onTestFinished(() => lines.close());
  await until("it is acknowledged", () => backlog(broker) === 0);
  await rig.platforms.settled();
  expect((await rig.pushes()).length).toBe(11);
  expect(await momentsOf(rig, rig.connector)).toEqual(upTo(11, at));
});

test("a token that is refused becomes a fault with a sentence and without the token; the right one mends it", async () => {
  const broker = await startBroker({ token });
  const rig = await platformRig({ platform: "ctwing", products });
  await putOn(rig, rig.connector, { server: broker.url }, { mqToken: "a-wrong-token" });
  await until("it is told", () => stateOf(rig)?.why.includes("does not accept the token"));
  const told = async () => (await rig.read(({ faults }) => faults.list(5))).find(({ code }) => code === "LINE_DOWN");
  expect(await until("the fault", told, 60_000)).toMatchObject({
    ...{ gateway: rig.connector, detail: expect.stringContaining("enter the one that is valid now") },
  });
  expect(JSON.stringify([await told(), stateOf(rig)])).not.toContain("a-wrong-token");
  await putOn(rig, rig.connector, { server: broker.url });
  await isUp(rig);
});

test("a queue without a token says so; garbage from one broker leaves another connector alone", async () => {
  const { broker, rig } = await connected();
  const second = await startBroker({ token: "another" });
  await putOn(rig, "ctwing-b", { server: second.url, tenant: "2", subscription: "hub" }, { mqToken: "another" });
  await putOn(rig, "ctwing-c", { server: broker.url }, {});
  await isUp(rig);
  await until("the second is up", () => stateOf({ ...rig, connector: "ctwing-b" as never })?.isUp);
  await until("the third is told", () => stateOf({ ...rig, connector: "ctwing-c" as never })?.why.includes("token"));
  const at = rig.clock.now - 60_000;
  broker.sayBytes(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  broker.publish(topic, [report(0, at)]);
  second.publish("aep-msgpush/2/all", [report(1, at, "well-2")]);
  const one = async (connector: string, device: string) => (await momentsOf(rig, connector, device)).length === 1;
  await until("both came", async () => (await one(rig.connector, "well-1")) && (await one("ctwing-b", "well-2")));
  expect(second.topics.backlog("persistent://aep-msgpush/2/all", "hub")).toBe(0);
});

test("over TLS with an authority of one's own; what is no certificate is refused when it is entered", async () => {
  const own = await ownAuthority("Street");
  const { key, cert } = await own.sign("127.0.0.1");
  const broker = await startBroker({
    token,
    tls: { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") },
  });
  const rig = await platformRig({ platform: "ctwing", products });
  // As the platform's page has it, without a scheme.
  const server = `127.0.0.1:${broker.port}`;
  await putOn(rig, rig.connector, { server });
  await until("it is not believed", () => stateOf(rig)?.why.includes("enter its own one as `ca`"));
  await putOn(rig, rig.connector, { server, ca: own.ca });
  await isUp(rig);
  broker.publish(topic, [report(0, rig.clock.now - 60_000)]);
  await until("it came", async () => (await momentsOf(rig, rig.connector)).length === 1);
  const half = own.ca.slice(0, 200);
  await expect(putOn(rig, rig.connector, { server, ca: half })).rejects.toThrow(/\/settings\/mq\/ca is no certificate/);
  await expect(putOn(rig, rig.connector, { server: broker.url.replace("+ssl", ""), ca: own.ca })).rejects.toThrow(
    /\/settings\/mq\/ca is of no use/,
  );
});
