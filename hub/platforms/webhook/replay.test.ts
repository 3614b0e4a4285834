/** A webhook whose sender signs: only what is signed says who and when, and what holds its own moment is never heard anew. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const secret = "a-secret-of-the-webhook";
const now = 1_790_000_000_000;
const mapping = '{"device": d, "product": "p", "at": at, "properties": {"smoke": smoke}}';
const headers = (body: unknown) => ({
  "x-signature": createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex"),
});

const setUp = (more: Record<string, unknown> = {}) =>
  platformRig({
    ...{ platform: "webhook", secrets: { secret }, settings: { proof: "hmac", mapping, ...more } },
    products: [{ product: "p", model: "nb-smoke" }],
  });

async function say(rig: PlatformRig, body: unknown, path = "") {
  rig.clock.now += 60_000;
  expect(await rig.push({ path, headers: headers(body), body })).toMatchObject({ status: 200 });
}

const alertsOf = async (rig: PlatformRig) =>
  (await rig.store.read(({ alerts }) => alerts.list("all", 10))).map(({ state, count }) => [state, count]);

test.each([
  ["as it was", ""],
  ["by another path", "/elsewhere"],
  ["with something asked", "?a=1"],
])("a fire that is over is not raised anew by its own message sent again %s", async (_, path) => {
  const rig = await setUp();
  const fire = { d: "d1", at: now, smoke: true };
  await say(rig, fire);
  await say(rig, { d: "d1", at: now + 60_000, smoke: false });
  const before = await alertsOf(rig);
  expect(before).toHaveLength(1);
  await say(rig, fire, path);
  expect(await alertsOf(rig)).toEqual(before);
  expect((await rig.pushes()).filter(({ yielded }) => yielded.length > 0)).toHaveLength(2);
});

test("the path is not signed, so it names no device", async () => {
  const rig = await setUp({ mapping: '{"device": $from, "properties": {"smoke": smoke}}' });
  await say(rig, { smoke: true }, "/another");
  const [device] = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
  expect(device?.foreign).toBe("POST");
});

test("what holds no moment is another reading after its seconds, as before", async () => {
  const rig = await setUp({ mapping: '{"device": d, "product": "p", "properties": {"smoke": smoke}}' });
  for (const _ of [1, 2]) await say(rig, { d: "d1", smoke: true });
  expect((await rig.pushes()).filter(({ yielded }) => yielded.length > 0)).toHaveLength(2);
});

test("a moment that the mapping took from the clock holds nothing up", async () => {
  const rig = await setUp({
    mapping: '{"device": d, "product": "p", "at": $received, "properties": {"smoke": smoke}}',
  });
  for (const _ of [1, 2]) await say(rig, { d: "d1", smoke: true });
  expect((await rig.pushes()).filter(({ yielded }) => yielded.length > 0)).toHaveLength(2);
});
