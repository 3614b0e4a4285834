/** Ids of devices are made of the platform's own; two of those never become one device, whatever they are. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { deviceIdOf } from "./meet.ts";

const path = "/a-long-token";
const level = (deviceId: string) => ({
  ...{ messageType: "dataReport", productId: "p", deviceId },
  payload: { liquid_level: 402 },
});

const setUp = () =>
  platformRig({
    ...{ platform: "ctwing", secrets: { token: "a-long-token" } },
    products: [{ product: "p", model: "nb-level-cm" }],
  });

test("an id that is another device's made one is a device of its own", async () => {
  const rig = await setUp();
  const ids = ["a b"];
  // Each is what the one before was made into: however long the hash, somebody can be called like it.
  for (let n = 0; n < 6; n++) {
    await rig.push({ path, body: level(ids.at(-1) as string) });
    const known = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
    ids.push(known.find(({ foreign }) => foreign === ids.at(-1))?.device ?? "");
  }
  expect(new Set(ids.slice(1)).size).toBe(6);
  expect((await rig.pushes()).map(({ state, why }) => [state, why])).toEqual(Array(6).fill(["taken", ""]));
  expect(Object.values(await rig.values())).toEqual(Array(6).fill({ level: 4.02, fault: "" }));
});

test("the same id is the same device, made or not", async () => {
  const rig = await setUp();
  for (const id of ["a b", deviceIdOf("a b"), "a b", deviceIdOf("a b")]) {
    rig.clock.now += 1000;
    await rig.push({ path, body: { ...level(id), upPacketSN: rig.clock.now } });
  }
  expect(await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector))).toHaveLength(2);
});
