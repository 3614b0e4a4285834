/** An id alone throws nothing away: what comes under an id that was used, and says something else, is another message. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const kept = async (rig: PlatformRig) => (await rig.pushes()).map(({ state }) => state);
const levelOf = async (rig: PlatformRig, device: string) => (await rig.values())[device]?.level;
const day = 86_400_000;

test("a device whose counter begins anew is heard: the same id with other words is another message", async () => {
  const rig = await platformRig({ platform: "direct", devices: [{ device: "g", model: "water-gauge" }] });
  const say = async (v: number) => {
    rig.clock.now += 1000;
    await rig.deliver("https g 1", [{ n: "level", u: "m", v }]);
    return [(await kept(rig)).length, await levelOf(rig, "g")];
  };
  expect([await say(0.42), await say(0.42), await say(0.9)]).toEqual([
    [1, 0.42],
    [1, 0.42],
    [2, 0.9],
  ]);
  rig.clock.now += day;
  expect(await say(0.42)).toEqual([3, 0.42]);
});

test("ChirpStack: one deduplicationId with another payload is read too, in order", async () => {
  const rig = await platformRig({ platform: "chirpstack", secrets: { token: "a-token-of-chirpstack" } });
  const event = (data: string) => ({
    ...{ deduplicationId: "3ac7e3c4-4401-4b8d-9386-a5c902f9202d", time: "2026-09-21T12:00:00Z", fPort: 85, data },
    deviceInfo: { devEui: "24e124798c123456", deviceProfileName: "p" },
  });
  for (const data of ["AQ==", "AQ==", "AA=="]) await rig.deliver("event=up", event(data));
  expect(await kept(rig)).toEqual(["unknown", "unknown"]);
});

const mapping = '{"device": d, "product": "p", "properties": {"liquid_level": cm}}';
const keyed = (more = {}) =>
  platformRig({
    ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
    settings: { proof: "header", mapping, key: "id", ...more },
    products: [{ product: "p", model: "nb-level-cm" }],
  });

test("a mapping's key: what tells the same under it is one message, whatever else the sender counts; what tells otherwise is another", async () => {
  const rig = await keyed();
  const yields: number[] = [];
  for (const [cm, attempt] of [
    [40, 1],
    [40, 2],
    [190, 1],
  ]) {
    await rig.deliver("POST", { id: 7, d: "d1", cm, attempt });
    yields.push((await rig.pushes()).filter(({ yielded }) => yielded.length > 0).length);
  }
  expect([yields, await levelOf(rig, "d1")]).toEqual([[1, 1, 2], 1.9]);
});

test("a key that asks for the time keeps what comes again", async () => {
  const rig = await keyed({ key: "$string($received)" });
  for (const _ of [1, 2]) {
    rig.clock.now += 1000;
    await rig.deliver("POST", { id: 7, d: "d1", cm: 40 });
  }
  expect((await rig.pushes()).filter(({ yielded }) => yielded.length > 0)).toHaveLength(2);
});
