/** What a platform pushes is stored, then read: once, in order, and never into nowhere. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";

const secrets = { token: "a-long-token" };
const level = {
  ...{ messageType: "dataReport", protocol: "lwm2m", tenantId: "1", productId: "15081413", deviceId: "ff01" },
  ...{ timestamp: 1_789_999_990_000, payload: { liquid_level: 402 }, IMEI: "867000000528468" },
};
const setUp = (products = [{ product: "15081413", model: "nb-level-cm" }]) =>
  platformRig({ platform: "ctwing", secrets, products });

test("a message is acknowledged, read, and the same message is taken once", async () => {
  const rig = await setUp();
  expect(await rig.push({ path: "/a-long-token", body: level })).toEqual({ status: 200, body: "" });
  expect(await rig.push({ path: "/a-long-token", body: level })).toMatchObject({ status: 200 });
  expect(await rig.pushes()).toMatchObject([{ state: "taken", platformAt: 1_789_999_990_000 }]);
  expect(await rig.values()).toEqual({ ff01: { level: 4.02, fault: "" } });
});

test("who does not know the token stores nothing, and operators see that somebody tried", async () => {
  const rig = await setUp();
  for (const path of ["", "/", "/another-token"])
    expect(await rig.push({ path, body: level })).toMatchObject({ status: 401 });
  expect(await rig.pushes()).toEqual([]);
  await rig.ingest.settled();
  const faults = await rig.store.read((tables) => tables.faults.list(10));
  expect(faults.map(({ code, gateway }) => [code, gateway])).toContainEqual(["PUSH_REFUSED", "ctwing-1"]);
});

test("a device nobody knows is listed, what it said waits, and is read once its model is named", async () => {
  const rig = await setUp([]);
  await rig.push({ path: "/a-long-token", body: level });
  expect(await rig.pushes()).toMatchObject([{ state: "unknown", foreign: "ff01" }]);
  const device = await rig.store.read(({ devices }) => devices.find("ctwing-1" as never, "ff01" as never));
  expect(device).toMatchObject({ registered: true, document: { model: "lilong-unknown" } });
});

test("what cannot be read is kept with its reason, and what follows is read", async () => {
  const rig = await setUp();
  expect(await rig.push({ path: "/a-long-token", body: "{" })).toMatchObject({ status: 200 });
  await rig.push({ path: "/a-long-token", body: level });
  const states = (await rig.pushes()).map(({ state, why }) => [state, why.split(":")[0]]);
  expect(states).toEqual([
    ["taken", ""],
    ["refused", "PUSH_UNREADABLE"],
  ]);
});
