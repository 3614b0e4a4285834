/** Devices that a platform brings: meeting one costs the same however many there are, and strangers are kept up to a bound. */
import { expect, test } from "vitest";
import type { DeviceId } from "../../../core/id.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { noChanges } from "../../changes.ts";
import { openConnector } from "../connectors.ts";
import { adoptForeign, proposeModels } from "./adopt.ts";
import { meetForeign } from "./meet.ts";

const token = "a-long-token";
const product = "15081413";
const setUp = (products = [{ product, model: "nb-level-cm" }]) =>
  platformRig({ platform: "ctwing", secrets: { token }, products });

async function send({ platforms, connector, clock }: PlatformRig, deviceId: string, more: object = {}) {
  const about = { messageType: "dataReport", protocol: "lwm2m", deviceId, productId: product, timestamp: clock.now };
  const payload = JSON.stringify({ ...about, payload: { liquid_level: 402 }, ...more });
  await platforms.door.inject({ method: "POST", url: `/door/${connector}/${token}`, payload });
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function meetMany(rig: PlatformRig, from: number, count: number) {
  for (let n = from; n < from + count; n++) await send(rig, `d${n}`);
  await rig.platforms.settled();
}

test("to meet a hundred devices costs as much beside a thousand as at first", async () => {
  const rig = await setUp();
  await meetMany(rig, 0, 50);
  const first = await cpuOf(() => meetMany(rig, 100, 100));
  await rig.act(async (tables, changes) => {
    const open = await openConnector(tables, rig.connector);
    const ids = Array.from({ length: 1000 }, (_, n) => `k${n}`);
    for (const device of ids)
      if (open !== null) await meetForeign(tables, open, { device, product, kind: "met" }, rig.clock.now);
    const all = ids.map((device) => ({ device: device as DeviceId, model: "nb-level-cm" }));
    await adoptForeign(tables, rig.connector, all, rig.platforms.models, changes, {
      by: "operator",
      now: rig.clock.now,
    });
  });
  const later = await cpuOf(() => meetMany(rig, 2000, 100));
  process.stdout.write(`100 new devices: ${Math.round(first)} ms of CPU, beside 1,000 ${Math.round(later)} ms\n`);
  expect(later).toBeLessThan(3 * first);
  const devices = await rig.store.read((tables) => tables.devices.list(rig.connector));
  expect([devices.length, devices.every(({ registered }) => registered)]).toEqual([1250, true]);
}, 60_000);

test("a device met by itself stands as one that a whole registration names: document, area, feed, life, series", async () => {
  const rig = await setUp();
  await send(rig, "d1");
  await rig.platforms.settled();
  const read = () =>
    rig.store.read(async (tables) => ({
      device: await tables.devices.find(rig.connector, "d1" as DeviceId),
      shared: await tables.inventory.listOf(rig.connector),
      known: (await tables.series.list(rig.connector)).map(({ point, known }) => [point, known]),
    }));
  const alone = await read();
  expect(alone.device).toMatchObject({
    registered: true,
    document: { model: "nb-level-cm" },
    entry: { life: "in-service" },
  });
  expect(alone.shared).toHaveLength(1);
  const { register } = await import("./register.ts");
  await rig.act(async (tables, changes) => {
    const row = await tables.connectors.find(rig.connector);
    if (row !== null) await register(tables, row, rig.platforms.models, changes, rig.clock.now);
  });
  expect(await read()).toEqual(alone);
});

test("of strangers a connector lists 200; what more ones say is kept, refused with a sentence, and read once there is room", async () => {
  const rig = await setUp([]);
  for (let n = 0; n < 203; n++) await send(rig, `d${n}`);
  await rig.platforms.settled();
  const count = () => rig.store.read(({ pushes }) => pushes.count(rig.connector));
  const strangers = async () => (await rig.store.read((tables) => tables.foreignDevices.list(rig.connector))).length;
  expect([await strangers(), await count()]).toEqual([200, expect.objectContaining({ unknown: 200, refused: 3 })]);
  const [newest] = await rig.store.read(({ pushes }) => pushes.list(rig.connector, "refused", 1));
  expect(newest?.why).toMatch(/^STRANGERS_MANY: d202 is unknown, and 200 unknown ones wait already/);
  await send(rig, "d7");
  await send(rig, "known", { productId: "" });
  await rig.platforms.settled();
  expect(await count()).toMatchObject({ refused: 4 });
  await adopt(rig, ["d0", "d1", "d2"]);
  await rig.act(({ pushes }) => pushes.replay(rig.connector, 0, rig.clock.now + 1));
  rig.platforms.wake();
  await rig.platforms.settled();
  expect([await strangers(), await count()]).toEqual([203, expect.objectContaining({ refused: 1, taken: 3 })]);
});

const adopt = (rig: PlatformRig, ids: string[]) =>
  rig.act(async (tables, changes) => {
    const all = ids.map((device) => ({ device: device as DeviceId, model: "nb-level-cm" }));
    await adoptForeign(tables, rig.connector, all, rig.platforms.models, changes, {
      by: "operator",
      now: rig.clock.now,
    });
  });

test("a model is proposed for a device whose message 300 others followed", async () => {
  const rig = await setUp([]);
  await send(rig, "quiet");
  for (let n = 0; n < 300; n++) await send(rig, "busy", { timestamp: rig.clock.now - n - 1 });
  await rig.platforms.settled();
  const { store, connector, platforms } = rig;
  const proposed = await proposeModels(store, connector, "quiet" as DeviceId, platforms.models, platforms.trial);
  expect(proposed.map(({ model }) => model)).toContain("nb-level-cm");
  expect(noChanges().alerts.size).toBe(0);
});

test("others read the store while the mapping is evaluated for what is proposed", async () => {
  const rig = await platformRig({
    ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
    settings: { proof: "header", mapping: '{"device": id, "properties": v}', sameForS: 0 },
  });
  for (const n of [1, 2]) await rig.deliver("POST", { id: "x", n, v: { smoke_state: 0 } });
  const { trial } = rig.platforms;
  const order: string[] = [];
  // Ends only when somebody else has read.
  const evaluate: typeof trial.evaluate = async (...wish) => {
    const made = await trial.evaluate(...wish);
    await rig.store.read(async () => void order.push("another"));
    order.push("evaluated");
    return made;
  };
  const { store, connector, platforms } = rig;
  const proposed = await proposeModels(store, connector, "x" as DeviceId, platforms.models, { ...trial, evaluate });
  expect(order).toEqual(["another", "evaluated", "another", "evaluated"]);
  expect(proposed.map(({ model }) => model)).toContain("nb-smoke");
}, 10_000);
