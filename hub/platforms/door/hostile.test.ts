/** What the door must stand whoever sends: JSON that is none or two, huge bodies, floods, silent clients; `../hostile.test.ts` walks the platforms. */
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { encodeAlerts } from "../../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { epochs, statusOf } from "../../../test/kit/quiet-hub.ts";
import { event } from "../../../test/kit/samples.ts";

const token = "a-token-of-the-hostile";
const path = `/${token}`;
const clock = 1_790_000_000_000;

const rigOf = () =>
  platformRig({
    ...{ platform: "ctwing", secrets: { token } },
    products: [{ product: "15081413", model: "nb-level-cm" }],
  });

const level = (more: string) =>
  `{"messageType":"dataReport","deviceId":"d1","productId":"15081413","payload":{"liquid_level":402${more}}}`;

test.each<[string, string | Buffer, RegExp]>([
  ["a key twice", level(',"liquid_level":1'), /"liquid_level" is there twice/],
  ["a key twice, once escaped", level(String.raw`,"liquid\u005flevel":1`), /"liquid_level" is there twice/],
  ["__proto__", level(',"__proto__":{"x":1}'), /"__proto__"/],
  ["an endless number", level(',"x":1e999'), /1e999 is no number/],
  ["NaN", level(',"x":NaN'), /not JSON/],
  ["deep nesting", level(`,"x":${"[".repeat(5000)}${"]".repeat(5000)}`), /more than 64 deep/],
  ["no UTF-8", Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]), /not UTF-8/],
  ["gzip", gzipSync(level("")), /not UTF-8/],
  ["half of it", level("").slice(0, 40), /not JSON/],
  ["nothing", "", /not JSON/],
  ["a list", "[1]", /not a JSON object/],
])("a message with %s is kept with its reason, and the next one is read", async (_, body, why) => {
  const rig = await rigOf();
  await rig.push({ path, body });
  await rig.push({ path, body: level("") });
  expect((await rig.pushes()).map(({ state, why: said }) => [state, said])).toEqual([
    ["taken", ""],
    ["refused", expect.stringMatching(why)],
  ]);
  expect(await rig.values()).toEqual({ d1: { level: 4.02, fault: "" } });
});

async function listening() {
  const rig = await rigOf();
  const url = new URL(await rig.platforms.door.listen({ host: "127.0.0.1", port: 0 }));
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  onTestFinished(() => agent.destroy());
  const post = (body: string | Buffer, headers = {}) =>
    new Promise<number>((done) => {
      const way = { agent, method: "POST", path: `/door/${rig.connector}${path}`, headers };
      const sent = request(url, way, (response) => {
        response.resume();
        response.on("end", () => done(response.statusCode ?? 0));
      });
      sent.on("error", () => done(0));
      sent.end(body);
    });
  return { rig, url, post };
}

test("ten megabytes are refused unread, however often, and the memory stays", async () => {
  const { rig, post } = await listening();
  const huge = Buffer.alloc(10 * 1_048_576, 0x20);
  const before = process.memoryUsage().rss;
  const told: number[] = [];
  for (let n = 0; n < 20; n++) told.push(await post(huge));
  // The connection may end before all was sent: then there is no answer to read.
  expect(told.every((status) => status === 413 || status === 0)).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1_048_576);
  expect(await post(level(""))).toBe(200);
  expect(await rig.pushes()).toHaveLength(1);
});

test("1,000 messages a second with 1 % garbage: each is kept, read or refused, and a gateway's alert is acknowledged meanwhile", async () => {
  const { rig, post } = await listening();
  const [seconds, perSecond] = [3, 1000];
  const all: Promise<number>[] = [];
  const gateway = "gw-1" as GatewayId;
  await rig.take(topics.status(gateway), statusOf());
  const alerts: Promise<void>[] = [];
  let acknowledged = 0;
  const alertOf = async (n: number) => {
    const raised = event("raised", clock, { alert: `a-${n}` as AlertId, ticket: `t-${n}` as TicketId });
    await rig.take(topics.batch(gateway, "alert", epochs.alert, n), encodeAlerts([raised]));
    acknowledged += 1;
  };
  const began = performance.now();
  while (all.length < seconds * perSecond) {
    const due = Math.min(seconds * perSecond, ((performance.now() - began) * perSecond) / 1000);
    for (let n = all.length; n < due; n++) all.push(post(n % 100 === 7 ? `garbage ${n}` : numbered(n)));
    if (all.length > 500 * (alerts.length + 1)) alerts.push(alertOf(alerts.length));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(new Set(await Promise.all(all))).toEqual(new Set([200]));
  // Each but the last was acknowledged before the flood was over.
  expect(alerts.length).toBeGreaterThan(3);
  expect(acknowledged).toBeGreaterThanOrEqual(alerts.length - 1);
  await Promise.all(alerts);
  expect(rig.ack().alert?.have).toEqual([[0, alerts.length]]);
  await rig.platforms.settled();
  const counts = await rig.store.read(({ pushes }) => pushes.count(rig.connector));
  expect(counts).toEqual({ waiting: 0, again: 0, taken: 2970, unknown: 0, refused: 30 });
  const series = await rig.store.read((tables) => tables.series.list(rig.connector));
  const levels = series.filter(({ point }) => point === "level");
  expect(levels.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(2970);
}, 60_000);

const numbered = (n: number) =>
  JSON.stringify({ ...JSON.parse(level("")), deviceId: `d${n % 50}`, upPacketSN: n, timestamp: clock - n });

test("clients that say nothing, or say it slowly, keep nobody else out", async () => {
  const { rig, url, post } = await listening();
  const idle = Array.from({ length: 500 }, () => connect({ host: url.hostname, port: Number(url.port) }));
  onTestFinished(() => {
    for (const socket of idle) socket.destroy();
  });
  await Promise.all(idle.map((socket) => new Promise<void>((done) => void socket.once("connect", () => done()))));
  for (const socket of idle.slice(0, 50)) socket.write(`POST /door/${rig.connector} HTTP/1.1\r\nContent-Le`);
  expect(await post(level(""))).toBe(200);
  expect(rig.platforms.door.server).toMatchObject({ requestTimeout: 10_000, timeout: 10_000 });
});
