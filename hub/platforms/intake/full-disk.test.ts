/** A disk that takes no more messages is seen: health says so, and operators find one fault, written once there is room. */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { quietHub } from "../../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { openStore } from "../../store/open.ts";
import type { Store } from "../../store/store.ts";

const token = "a-long-token";
const body = (n: number) => ({
  ...{ messageType: "dataReport", productId: "p", deviceId: "d1", upPacketSN: n },
  payload: { liquid_level: 402 },
});

/** What is full: nothing, only for messages, for anything. */
type Full = "no" | "messages" | "all";

async function setUp() {
  const real = openStore(tempFolder(), 1_790_000_000_000);
  const disk: { full: Full } = { full: "no" };
  const failed = () => new Fault("DISK_FAILED", "database or disk is full");
  const store: Store = {
    ...real,
    async transaction(work) {
      if (disk.full === "all") await setImmediate();
      if (disk.full === "all") throw failed();
      return real.transaction((tables) => {
        const add: typeof tables.pushes.add = (all) =>
          disk.full === "no" ? tables.pushes.add(all) : Promise.reject(failed());
        return work({ ...tables, pushes: { ...tables.pushes, add } });
      });
    },
  };
  const hub = await quietHub({ store });
  const products = [{ product: "p", model: "nb-level-cm" }];
  const rig = await platformRig({ platform: "ctwing", secrets: { token }, products }, hub);
  const health = async () => {
    const answer = await rig.app.inject({ url: "/api/health" });
    return [answer.statusCode, answer.json().code];
  };
  const push = async (n: number) => (await rig.push({ path: `/${token}`, body: body(n) })).status;
  const faults = () => real.read((tables) => tables.faults.list(5));
  return { rig, disk, health, push, faults };
}

test("where other things can still be written", async () => {
  const { rig, disk, health, push, faults } = await setUp();
  expect([await push(0), await health()]).toEqual([200, [200, undefined]]);
  disk.full = "messages";
  expect([await push(1), await push(2)]).toEqual([507, 507]);
  await rig.ingest.settled();
  expect(await health()).toEqual([507, "DISK_FAILED"]);
  expect(await faults()).toMatchObject([
    { code: "DISK_FAILED", gateway: "ctwing-1", count: 1, detail: expect.stringContaining("disk is full") },
  ]);
  disk.full = "no";
  expect([await push(1), await health()]).toEqual([200, [200, undefined]]);
});

test("where nothing can be written, once it can", async () => {
  const { rig, disk, health, push, faults } = await setUp();
  disk.full = "all";
  expect([await push(1), await push(2), (await health())[0]]).toEqual([507, 507, 507]);
  expect(await faults()).toEqual([]);
  disk.full = "no";
  await rig.ingest.settled();
  expect(await faults()).toMatchObject([{ code: "DISK_FAILED", gateway: "ctwing-1", count: 1 }]);
});
