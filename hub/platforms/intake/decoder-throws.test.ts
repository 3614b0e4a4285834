/** A decoder that fails as nobody foresaw takes nothing else with it: its message is kept with a reason and read once it is mended. */
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { pause } from "../../pause.ts";
import { startPlatforms } from "../desk.ts";

const level = (deviceId: string, n: number) => ({
  ...{ messageType: "dataReport", productId: "p", deviceId, upPacketSN: n, payload: { liquid_level: 402 } },
});

test("messages around it are read, it is refused, told as a fault, and yields once when it is read again", async () => {
  const products = [{ product: "p", model: "nb-level-cm" }];
  const rig = await platformRig({ platform: "ctwing", secrets: { token: "a-long-token" }, products });
  await rig.platforms.close();
  const decoder = { isBroken: true };
  const models: typeof rig.platforms.models = {
    ...rig.platforms.models,
    receive(foreign, bytes, memory) {
      if (decoder.isBroken && foreign.foreign === "bad") throw new TypeError("undefined is no function");
      return rig.platforms.models.receive(foreign, bytes, memory);
    },
  };
  const desk = startPlatforms({
    ...{ store: rig.store, models, tell() {}, report: rig.ingest.report, clock: () => rig.clock.now, log: silent },
    ...{ pause, patienceMs: 1000, random: () => 0 },
  });
  onTestFinished(() => desk.close());
  await rig.act(({ pushes }) =>
    pushes.add(
      ["a", "bad", "b"].map((device, n) => ({
        ...{ connector: rig.connector, key: device, received: rig.clock.now, from: "POST" },
        body: Buffer.from(JSON.stringify(level(device, n))),
      })),
    ),
  );
  const settle = async () => {
    desk.wake();
    await desk.settled();
    return (await rig.pushes()).map(({ key, state, why }) => [key, state, why.split(":")[0]]);
  };
  expect(await settle()).toEqual([
    ["b", "taken", ""],
    ["bad", "refused", "HUB_FAILED"],
    ["a", "taken", ""],
  ]);
  expect(await rig.values()).toEqual({ a: { level: 4.02, fault: "" }, b: { level: 4.02, fault: "" } });
  const [fault] = await rig.store.read((tables) => tables.faults.list(5));
  expect(fault).toMatchObject({ code: "HUB_FAILED", gateway: rig.connector, count: 1 });
  decoder.isBroken = false;
  await rig.act(({ pushes }) => pushes.replay(rig.connector, 0, rig.clock.now + 1));
  expect((await settle()).map(([, state]) => state)).toEqual(["taken", "taken", "taken"]);
  const series = await rig.store.read((tables) => tables.series.list(rig.connector));
  expect(series.filter(({ point }) => point === "level").map(({ delivered }) => delivered)).toEqual([1, 1, 1]);
});
