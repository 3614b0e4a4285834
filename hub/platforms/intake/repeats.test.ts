/** What says neither when it was nor which it is: the same words again within seconds are one, but "on, off, on" ends "on". */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const token = "a-long-token";
const levels = async (rig: PlatformRig, device: string) => (await rig.values())[device]?.level;

type Sender = { rig: PlatformRig; from: string; body(device: string, cm: number): unknown };

const senders: Record<string, () => Promise<Sender>> = {
  ctwing: async () => ({
    rig: await platformRig({
      ...{ platform: "ctwing", secrets: { token }, products: [{ product: "1", model: "nb-level-cm" }] },
    }),
    from: "POST",
    body: (deviceId, liquid_level) => ({
      ...{ messageType: "dataReport", protocol: "lwm2m", productId: "1", deviceId },
      payload: { liquid_level },
    }),
  }),
  thingsboard: async () => ({
    rig: await platformRig({
      ...{
        platform: "thingsboard",
        secrets: { token: "a-token-of-thingsboard" },
        products: [{ product: "t", model: "nb-level-cm" }],
      },
    }),
    from: "POST",
    body: (deviceName, liquid_level) => ({ deviceName, deviceType: "t", values: { liquid_level } }),
  }),
  webhook: async () => ({
    rig: await platformRig({
      ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
      settings: { proof: "header", mapping: '{"device": d, "product": "p", "properties": {"liquid_level": cm}}' },
      products: [{ product: "p", model: "nb-level-cm" }],
    }),
    from: "POST",
    body: (d, cm) => ({ d, cm }),
  }),
};

const yielding = async (rig: PlatformRig) => (await rig.pushes()).filter(({ yielded }) => yielded.length > 0).length;

test.each(Object.entries(senders))(
  "%s: each of 40, 190, 40, 190 counts, and the last is what is so",
  async (_, set) => {
    const { rig, from, body } = await set();
    const seen: unknown[] = [];
    for (const cm of [40, 190, 40, 190, 190]) {
      rig.clock.now += 1000;
      await rig.deliver(from, body("d1", cm));
      seen.push(await levels(rig, "d1"));
    }
    expect([seen, await yielding(rig)]).toEqual([[0.4, 1.9, 0.4, 1.9, 1.9], 4]);
  },
);

test.each(Object.entries(senders))(
  "%s: a retry counts once though others spoke in between; later it is news",
  async (_, set) => {
    const { rig, from, body } = await set();
    const say = async (device: string) => {
      rig.clock.now += 5000;
      await rig.deliver(from, body(device, 40));
      return yielding(rig);
    };
    expect([await say("d1"), await say("d2"), await say("d1")]).toEqual([1, 2, 2]);
    rig.clock.now += 20_000;
    expect(await say("d1")).toBe(3);
  },
);

test("messages of one millisecond keep their order", async () => {
  const { rig, from, body } = await (senders.ctwing as () => Promise<Sender>)();
  for (const cm of [40, 190, 40, 190, 40, 190, 40]) await rig.deliver(from, body("d1", cm));
  expect(await rig.pushes()).toHaveLength(7);
});

test("what is read again later tells what it told", async () => {
  const { rig, from, body } = await (senders.webhook as () => Promise<Sender>)();
  for (const [device, cm] of [
    ["d1", 40],
    ["d2", 40],
    ["d1", 40],
    ["d1", 190],
    ["d1", 40],
  ] as const) {
    rig.clock.now += 1000;
    await rig.deliver(from, body(device, cm));
  }
  const before = (await rig.pushes()).map(({ state, yielded }) => ({ state, yielded }));
  await rig.act(({ pushes }) => pushes.replay(rig.connector, 0, rig.clock.now + 1));
  rig.platforms.wake();
  await rig.platforms.settled();
  expect((await rig.pushes()).map(({ state, yielded }) => ({ state, yielded }))).toEqual(before);
});

test.each(["zigbee2mqtt", "homeassistant", "mqtt-json"])("%s: on, off, on within seconds ends on", async (platform) => {
  const own: Record<string, Record<string, unknown>> = {
    homeassistant: { states: ["esphome/#"] },
    "mqtt-json": { topics: ["a/#"], mapping: '{"device": "d", "properties": $}' },
  };
  const rig = await platformRig({ platform, settings: { broker: "mqtt://127.0.0.1:1", ...own[platform] } });
  for (const water_leak of [true, false, true, true]) {
    rig.clock.now += 500;
    await rig.deliver("zigbee2mqtt/a", { water_leak });
  }
  expect((await rig.pushes()).map(({ body }) => JSON.parse(Buffer.from(body).toString()).water_leak)).toEqual([
    ...[true, false, true],
  ]);
});
