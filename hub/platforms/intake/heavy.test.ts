/** Large messages take turns like small ones: they delay nobody's alarm, and of what waits for the disk the bytes are counted too. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { until } from "../../../test/kit/until.ts";
import { openConnector } from "../connectors.ts";
import { pushOf, startIntake } from "./intake.ts";

const token = "a-long-token";
const mb = 1_000_000;

test("an alarm of another connector is read within a second while 300 messages of 1 MB wait", async () => {
  const heavy = await platformRig({ platform: "huawei-oceanconnect", secrets: { token } });
  const rig = await platformRig(
    { platform: "ctwing", secrets: { token }, products: [{ product: "15081413", model: "nb-smoke" }] },
    heavy,
  );
  const open = await heavy.store.read((tables) => openConnector(tables, heavy.connector));
  if (open === null) throw new Error("no connector");
  const filler = "x".repeat(mb);
  for (let n = 0; n < 300; n++) {
    const body = { notifyType: "deviceDataChanged", deviceId: "d1", n, filler };
    const push = { from: "POST", body: Buffer.from(JSON.stringify(body)) };
    await rig.platforms.intake.take(pushOf(open, push, rig.clock.now));
  }
  const { waiting } = await rig.store.read(({ pushes }) => pushes.count(heavy.connector));
  expect(waiting).toBeGreaterThan(50);
  const began = performance.now();
  const body = {
    ...{ messageType: "dataReport", deviceId: "s1", productId: "15081413", protocol: "lwm2m" },
    ...{ payload: { smoke_state: 1 }, timestamp: rig.clock.now },
  };
  const url = `/door/${rig.connector}/${token}`;
  expect((await rig.platforms.door.inject({ method: "POST", url, payload: body })).statusCode).toBe(200);
  await until("it is read", async () => (await rig.pushes()).every(({ state }) => state !== "waiting"));
  const tookMs = performance.now() - began;
  const left = await rig.store.read(({ pushes }) => pushes.count(heavy.connector));
  process.stdout.write(`an alarm beside ${left.waiting} messages of 1 MB: read after ${Math.round(tookMs)} ms\n`);
  expect(tookMs).toBeLessThan(1000);
  expect(left.waiting).toBeGreaterThan(0);
}, 120_000);

test("what waits for the disk is bounded by its bytes; beyond it the sender keeps it", async () => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token } });
  const gate = Promise.withResolvers<void>();
  const store = {
    ...rig.store,
    transaction: async (work: never) => {
      await gate.promise;
      return rig.store.transaction(work);
    },
  } as typeof rig.store;
  const intake = startIntake({ store, stored: () => undefined, report: () => undefined });
  const push = (n: number) => ({
    ...{ connector: rig.connector, key: `k${n}`, received: rig.clock.now, from: "POST" },
    body: new Uint8Array(mb),
  });
  const given = Array.from({ length: 70 }, (_, n) => intake.take(push(n)).then(String, ({ code }) => code));
  await expect(given.at(-1)).resolves.toBe("PUSH_BUSY");
  gate.resolve();
  const told = await Promise.all(given);
  expect([told.filter((one) => one === "true").length, told.slice(-4)]).toEqual([64, Array(4).fill("PUSH_BUSY")]);
  expect(await intake.take(push(100))).toBe(true);
}, 60_000);
