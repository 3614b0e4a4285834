/** What a device said of its connection only goes forward in event time: late or read again, an older word changes nothing. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const path = "/a-long-token";
const noon = 1_790_000_000_000 - 3_600_000;
const word = (eventType: 0 | 1, timestamp?: number) => ({
  ...{ messageType: "deviceOnlineOfflineReport", productId: "p", deviceId: "d1", eventType },
  ...(timestamp === undefined ? {} : { timestamp }),
});

async function setUp() {
  const products = [{ product: "p", model: "nb-level-cm" }];
  return platformRig({ platform: "ctwing", secrets: { token: "a-long-token" }, products });
}

async function say(rig: PlatformRig, body: unknown): Promise<void> {
  rig.clock.now += 60_000;
  await rig.push({ path, body });
}

async function stateOf(rig: PlatformRig) {
  const [device] = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
  const [gateway] = await rig.store.read(({ gateways }) => gateways.listHeard(rig.connector));
  return { isOnline: device?.isOnline, heardAt: device?.heardAt, lastSeen: gateway?.lastSeen };
}

async function replay(rig: PlatformRig, from: number, to: number): Promise<void> {
  await rig.act(({ pushes }) => pushes.replay(rig.connector, from, to));
  rig.platforms.wake();
  await rig.platforms.settled();
}

test("an older word that is read again leaves the newer one, and when the device and its connector were heard", async () => {
  const rig = await setUp();
  await say(rig, word(0, noon));
  const first = rig.clock.now;
  await say(rig, word(1, noon + 60_000));
  await replay(rig, first, first + 1);
  expect(await stateOf(rig)).toEqual({ isOnline: true, heardAt: rig.clock.now, lastSeen: rig.clock.now });
});

test("an older word that comes late leaves the newer one", async () => {
  const rig = await setUp();
  await say(rig, word(1, noon + 60_000));
  await say(rig, word(0, noon));
  expect(await stateOf(rig)).toEqual({ isOnline: true, heardAt: rig.clock.now, lastSeen: rig.clock.now });
  await say(rig, word(0, noon + 120_000));
  expect(await stateOf(rig)).toMatchObject({ isOnline: false });
});

test("of two words of one moment the one that came last counts, whichever is read again", async () => {
  const rig = await setUp();
  await say(rig, word(0, noon));
  const first = rig.clock.now;
  await say(rig, word(1, noon));
  expect(await stateOf(rig)).toMatchObject({ isOnline: true });
  await replay(rig, first, first + 1);
  expect(await stateOf(rig)).toMatchObject({ isOnline: true });
});

test("words without a moment go by when they came", async () => {
  const rig = await setUp();
  await say(rig, word(0));
  const first = rig.clock.now;
  await say(rig, word(1));
  await replay(rig, first, first + 1);
  expect(await stateOf(rig)).toMatchObject({ isOnline: true });
});
