/** One lane a connector: what one connector's mapping takes long for holds nobody else's messages. */
import { expect, test } from "vitest";
import type { GatewayId } from "../../../core/id.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { until } from "../../../test/kit/until.ts";
import { openConnector } from "../connectors.ts";
import { pushOf } from "./intake.ts";

const [secret, token] = ["a-secret-of-sixteen", "a-long-token"];
const heavy = '($sum([1..20000].($ * 2)); {"device": $string(id), "product": "pit", "properties": {"level": cm}})';
const light = '{"device": $string(id), "product": "pit", "properties": {"level": cm}}';
const products = [{ product: "pit", model: "nb-level-cm" }];
const messages = 200;

const webhook = (mapping: string, rig?: PlatformRig) =>
  platformRig({ platform: "webhook", secrets: { secret }, products, settings: { proof: "header", mapping } }, rig);

async function send({ platforms }: PlatformRig, url: string, body: unknown, headers = {}) {
  const answer = await platforms.door.inject({ method: "POST", url, headers, payload: JSON.stringify(body) });
  expect(answer.statusCode).toBe(200);
}

/** Stored in one commit, as a flood would be. */
async function flood({ store, platforms, clock }: PlatformRig, id: GatewayId) {
  const open = await store.read((tables) => openConnector(tables, id));
  if (open === null) throw new Error(`${id} is gone`);
  const bodies = Array.from({ length: messages }, (_, n) => Buffer.from(JSON.stringify({ id: n, cm: 40 })));
  await Promise.all(bodies.map((body) => platforms.intake.take(pushOf(open, { from: "POST", body }, clock.now))));
}

test("an alarm of another connector is read while 200 heavy mappings wait", async () => {
  const slow = await webhook(heavy);
  const rig = await platformRig(
    { platform: "ctwing", secrets: { token }, products: [{ product: "15081413", model: "nb-smoke" }] },
    slow,
  );
  const report = (smoke: 0 | 1, timestamp: number) =>
    send(rig, `/door/${rig.connector}/${token}`, {
      ...{ messageType: "dataReport", deviceId: "s1", productId: "15081413", protocol: "lwm2m" },
      ...{ payload: { smoke_state: smoke }, timestamp },
    });
  await report(0, rig.clock.now - 1000);
  await rig.platforms.settled();
  await flood(slow, slow.connector);
  const began = performance.now();
  await report(1, rig.clock.now);
  await until("it is read", async () => (await rig.pushes()).every(({ state }) => state !== "waiting"));
  const tookMs = performance.now() - began;
  expect((await rig.pushes()).map(({ state }) => state)).toEqual(["taken", "taken"]);
  const { waiting } = await rig.store.read(({ pushes }) => pushes.count(slow.connector));
  expect(waiting).toBeGreaterThan(messages / 2);
  expect(tookMs).toBeLessThan(1000);
  process.stdout.write(`an alarm beside ${waiting} heavy mappings: read after ${Math.round(tookMs)} ms\n`);
});

test("each connector's messages are read in the order in which they came, new ones before those that are read again", async () => {
  const rig = await webhook(light);
  const headers = { "x-lilong-token": secret };
  for (const cm of [40, 41, 42]) await send(rig, "/door/webhook-1", { id: "p", cm }, headers);
  await rig.platforms.settled();
  const levels = await rig.store.read((tables) => tables.series.list(rig.connector));
  expect(levels.find(({ point }) => point === "level")?.latest?.value).toBe(0.42);
});
