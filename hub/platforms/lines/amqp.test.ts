/** Messages of two clouds out of a real broker: nothing is lost, nothing is taken twice, whoever falls over. */
import { createHmac } from "node:crypto";
import type { Message } from "rhea";
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { quietHub } from "../../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";
import { addressOf, publish, startRabbit } from "../../../test/rig/rabbitmq.ts";
import { pause } from "../../pause.ts";
import { tells } from "../aliyun-iot/read.ts";
import { openConnector } from "../connectors.ts";
import { pushOf } from "../intake/intake.ts";
import { holdAmqp } from "./amqp.ts";
import type { Session } from "./line.ts";

const minuteMs = 60_000;
const queues = ["default", "DefaultQueue"];

/** As Alibaba's cloud checks it: signed, and of these minutes. IoTDA's: the access code. */
function knows(username: string, password: string, now: number): boolean {
  if (username === "cloud") return true;
  const moment = Number(/timestamp=(\d+)/.exec(username)?.[1]);
  if (Math.abs(now - moment) > 5 * minuteMs) return false;
  if (username.startsWith("accessKey=a-key|")) return password === "an-access-code";
  const signed = createHmac("sha1", "secretKey").update(`authId=accessKeyId&timestamp=${moment}`).digest("base64");
  return username.startsWith("lilong|iotInstanceId=,authMode=aksign,") && password === signed;
}

function post(n: number, at: number): Message {
  const items = { SmokeSensorState: { value: 0, time: at + n }, BatteryPercentage: { value: n % 100, time: at + n } };
  return {
    body: Buffer.from(JSON.stringify({ productKey: "a1xxxx", deviceName: "smoke-01", items })),
    application_properties: {
      topic: "/a1xxxx/smoke-01/thing/event/property/post",
      messageId: `m-${n}`,
      generateTime: at + n,
    },
  };
}

const posts = (from: number, to: number, at: number) => Array.from({ length: to - from }, (_, i) => post(from + i, at));

async function isUp({ platforms, connector }: PlatformRig): Promise<void> {
  await until(`${connector} is up`, () => platforms.lines.stateOf(connector)?.isUp, 30_000);
}

const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10_000, keep: "oldest" as const };

/** When each value of the battery was measured, by the device's clock. */
async function momentsOf(rig: PlatformRig, device: string): Promise<number[]> {
  return rig.store.read(async ({ series, readings }) => {
    const known = (await series.list(rig.connector)).find((one) => one.device === device && one.point === "battery");
    return known === undefined ? [] : (await readings.query(known.id, all)).map(([at]) => at);
  });
}

test("two clouds' messages come out of the broker; killed and started again, it loses and doubles nothing", async () => {
  const hub = await quietHub();
  const rabbit = await startRabbit(tempFolder(), queues, (username, password) =>
    knows(username, password, hub.clock.now),
  );
  const broker = { host: "127.0.0.1", port: rabbit.port, transport: "plain" };
  const ali = await platformRig(
    {
      platform: "aliyun-iot",
      settings: { ...broker, clientId: "lilong", accessKeyId: "accessKeyId", queue: addressOf("default") },
      secrets: { accessKeySecret: "secretKey" },
      products: [{ product: "a1xxxx", model: "nb-smoke" }],
    },
    hub,
  );
  const iotda = await platformRig(
    {
      platform: "huawei-iotda",
      settings: { amqp: { ...broker, accessKey: "a-key", queue: addressOf("DefaultQueue") } },
      secrets: { accessCode: "an-access-code" },
      products: [{ product: "p1", model: "nb-smoke" }],
    },
    hub,
  );
  hub.platforms.lines.refresh();
  await Promise.all([isUp(ali), isUp(iotda)]);

  const at = hub.clock.now - 10 * minuteMs;
  const services = [{ service_id: "Smoke", properties: { alarm: 1, battery: 87 }, event_time: null }];
  const header = { device_id: "d1", product_id: "p1", node_id: "demo-001" };
  const notice = { resource: "device.property", event: "report", notify_data: { header, body: { services } } };
  await publish(rabbit, "DefaultQueue", [{ body: JSON.stringify(notice) }, { body: "{" }]);
  await publish(rabbit, "default", posts(0, 3, at));
  await until("the first five are read", async () => {
    const states = [...(await ali.pushes()), ...(await iotda.pushes())].map(({ state }) => state);
    return states.filter((state) => state === "taken").length === 4 && states.includes("refused");
  });
  expect(await iotda.values()).toEqual({ d1: { smoke: true, battery: 87, fault: "" } });
  const alerts = await hub.store.read((tables) => tables.alerts.listOpenOf(iotda.connector));
  expect(alerts).toMatchObject([{ device: "d1", rule: "smoke", state: "unacknowledged" }]);
  expect(await ali.values()).toEqual({ "a1xxxx.smoke-01": { smoke: false, battery: 2, fault: "" } });

  const first = rabbit.asked.length;
  const kept = publish(rabbit, "default", posts(3, 1503, at));
  await until("some of them came", async () => (await ali.pushes()).length > 20);
  await rabbit.kill();
  // So late that nobody comes in with what was signed before.
  hub.clock.now += 60 * minuteMs;
  await until("it is told", () => hub.platforms.lines.stateOf(ali.connector)?.isUp === false);
  expect(hub.platforms.lines.stateOf(ali.connector)?.why).not.toBe("");
  await rabbit.start();
  await Promise.all([isUp(ali), isUp(iotda)]);
  expect(rabbit.asked.slice(first).filter(({ isIn }) => !isIn)).toEqual([]);

  const missing = 1500 - (await kept);
  // The cloud did not hear that they are kept: it sends them again, under their ids.
  if (missing > 0) await publish(rabbit, "default", posts(1503 - missing, 1503, at));
  await until("all are read", async () => (await momentsOf(ali, "a1xxxx.smoke-01")).length >= 1503);
  const moments = await momentsOf(ali, "a1xxxx.smoke-01");
  expect(moments.sort((a, b) => a - b)).toEqual(Array.from({ length: 1503 }, (_, n) => at + n));
}, 90_000);

test("what was stored and not settled comes again and is taken once; wrong credentials are told; too large is refused", async () => {
  const hub = await quietHub();
  const rabbit = await startRabbit(
    tempFolder(),
    queues,
    (username, password) => username === "cloud" || password === "right",
  );
  const ali = await platformRig(
    {
      platform: "aliyun-iot",
      settings: { host: "127.0.0.1", port: rabbit.port, transport: "plain", clientId: "lilong", accessKeyId: "k" },
      secrets: { accessKeySecret: "s" },
      products: [{ product: "a1xxxx", model: "nb-smoke" }],
    },
    hub,
  );
  await publish(rabbit, "default", posts(0, 300, hub.clock.now - minuteMs));
  const wish = { host: "127.0.0.1", port: rabbit.port, tls: false, username: "u", source: addressOf("default"), tells };
  const stop = new AbortController();
  const refused: string[] = [];
  let taken = 0;
  let atOnce = 0;
  let most = 0;
  const store: Session["take"] = async (message) => {
    most = Math.max(most, ++atOnce);
    const open = await hub.store.read((tables) => openConnector(tables, ali.connector));
    if (open === null) throw new Error("the connector is gone");
    await hub.platforms.intake.take(pushOf(open, message, hub.clock.now));
    atOnce--;
    taken++;
  };
  const session: Session = { take: store, up() {}, refuse: (why) => refused.push(why), signal: stop.signal, pause };

  expect(await holdAmqp({ ...wish, password: "wrong" }, session)).toContain("uthenticat");
  const died = await holdAmqp(
    { ...wish, password: "right" },
    {
      ...session,
      async take(message) {
        await store(message);
        if (taken > 50) throw new Error("killed between the commit and the settling");
      },
    },
  );
  expect(died).toContain("killed between");
  const before = taken;
  await publish(rabbit, "default", [{ body: "x".repeat(1_100_000) }, ...posts(300, 301, hub.clock.now - minuteMs)]);
  const held = holdAmqp({ ...wish, password: "right" }, session);
  await until("all are there", async () => (await ali.pushes()).length === 301);
  await hub.platforms.settled();
  await until("the large one is refused", () => refused.length === 1);
  expect(refused[0]).toMatch(/^a message of 1\d{6} bytes/);
  stop.abort("enough");
  expect(await held).toBe("enough");
  // Some came twice; the second time they were known.
  expect(taken).toBeGreaterThan(301);
  expect(taken - before).toBeLessThanOrEqual(301);
  expect(most).toBeLessThanOrEqual(200);
  expect(new Set((await ali.pushes()).map(({ key }) => key)).size).toBe(301);
  expect((await momentsOf(ali, "a1xxxx.smoke-01")).length).toBe(301);
}, 60_000);
