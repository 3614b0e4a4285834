/** What a platform calls its devices is bounded: ids that are too long are refused with a sentence, titles are cut. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { signatureOf } from "../onenet/signed.ts";

const token = "a-token-that-is-long";
const long = "x".repeat(1_000_000);
const level = (more: object) => ({
  ...{ messageType: "dataReport", productId: "p", deviceId: "d1", payload: { liquid_level: 402 } },
  ...more,
});

test.each([
  ["device", { deviceId: long }, "the id of a device has 1000000 characters"],
  ["product", { productId: long }, "the product of a device has 1000000 characters"],
  ["modem", { IMEI: long }, "imei of a device has 1000000 characters"],
  ["task", { messageType: "commandResponse", taskId: long, result: {} }, "the id of a command has 1000000 characters"],
])("an id of a %s that is too long is refused, and no device is made of it", async (_, more, why) => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token } });
  await rig.push({ path: `/${token}`, body: level(more) });
  const [push] = await rig.pushes();
  expect(push).toMatchObject({ state: "refused", why: `PUSH_UNREADABLE: ${why}: at most 200 are kept` });
  expect(await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector))).toEqual([]);
});

test("an id of 200 characters is a device's, and a long title is cut", async () => {
  const rig = await platformRig({ platform: "thingsboard", secrets: { token } });
  const body = { deviceId: "x".repeat(200), deviceName: long.slice(0, 900_000), values: { smoke: 1 } };
  await rig.push({ headers: { "x-lilong-token": token }, body });
  const [device] = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
  expect(device).toMatchObject({ foreign: "x".repeat(200), title: "x".repeat(200) });
});

test("a name of OneNET that is too long for its API is refused", async () => {
  const rig = await platformRig({ platform: "onenet", secrets: { token } });
  const msg = JSON.stringify({
    deviceId: "1",
    deviceName: long.slice(0, 900_000),
    notifyType: "property",
    data: { params: { smoke: { value: 1 } } },
  });
  await rig.push({ body: { msg, nonce: "n", signature: signatureOf(token, "n", msg) } });
  expect((await rig.pushes())[0]).toMatchObject({
    state: "refused",
    why: expect.stringMatching(/at most 200 are kept$/),
  });
});

test("a title that a mapping makes is cut, and its fire is heard", async () => {
  const rig = await platformRig({
    ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
    settings: { proof: "header", mapping: '{"device": id, "product": "p", "title": t, "properties": v}' },
    products: [{ product: "p", model: "nb-smoke" }],
  });
  for (const [id, letter] of [
    ["a", "x"],
    ["b", "\u{1f408}"],
  ] as const)
    await rig.deliver("POST", { id, t: letter.repeat(300), v: { smoke_state: 1 } });
  const devices = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
  expect(devices.map(({ title }) => title)).toEqual(["x".repeat(200), "\u{1f408}".repeat(200)]);
  const alerts = await rig.store.read((tables) => tables.alerts.listOpenOf(rig.connector));
  expect(alerts.map(({ device }) => device).sort()).toEqual(["a", "b"]);
});
