/** The hub's clock was a day ahead for a while and was put right: no device is deaf for that day. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const day = 86_400_000;
const minute = 60_000;

async function aDayAhead(): Promise<{ rig: PlatformRig; say: ReturnType<typeof saying>; putRight(): void }> {
  const rig = await platformRig({
    ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
    settings: { proof: "header", mapping: '{"device": id, "product": p, "properties": v, "online": on}', sameForS: 0 },
    products: [
      { product: "smoke", model: "nb-smoke" },
      { product: "level", model: "nb-level-cm" },
    ],
  });
  const jump = (ms: number) => {
    rig.clock.now += ms;
    rig.clock.jumpedMs += ms;
  };
  jump(day);
  return { rig, say: saying(rig), putRight: () => jump(-day) };
}

function saying(rig: PlatformRig) {
  return async (p: string, id: string, v: object, on = true) => {
    rig.clock.now += 1000;
    await rig.deliver("POST", { id, p, v, on, at: rig.clock.now });
  };
}

/** What clears is held for a while. */
async function sayOver({ clock }: PlatformRig, say: ReturnType<typeof saying>) {
  await say("smoke", "s-1", { smoke_state: 0 });
  clock.now += 10 * minute;
  await say("smoke", "s-1", { smoke_state: 0 });
}

async function alerts(rig: PlatformRig) {
  const all = await rig.store.read((tables) => tables.alerts.list("all", 99));
  return all.map(({ device, state }) => `${device} ${state}`).sort();
}

test("a fire that is told once stands", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("smoke", "s-1", { smoke_state: 0 });
  putRight();
  await say("smoke", "s-1", { smoke_state: 1 });
  expect(await alerts(rig)).toEqual(["s-1 unacknowledged"]);
});

test("a fire stands after another that began and was over while the clock was ahead", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("smoke", "s-1", { smoke_state: 1 });
  await sayOver(rig, say);
  expect(await alerts(rig)).toEqual(["s-1 returned"]);
  putRight();
  await say("smoke", "s-1", { smoke_state: 1 });
  expect(await alerts(rig)).toEqual(["s-1 unacknowledged"]);
});

test("a fire that began while the clock was ahead ends when it ends", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("smoke", "s-1", { smoke_state: 1 });
  putRight();
  await sayOver(rig, say);
  expect(await alerts(rig)).toEqual(["s-1 returned"]);
});

test("high water that stays is told after its hold, and is the newest value", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("level", "w-1", { liquid_level: 5 });
  putRight();
  for (let n = 0; n < 12; n++) {
    await say("level", "w-1", { liquid_level: 400 });
    rig.clock.now += minute;
  }
  expect((await alerts(rig)).length).toBeGreaterThan(0);
  expect((await rig.values())["w-1"]).toMatchObject({ level: 4 });
});

test("a hold that had begun goes on, whether or not the device speaks again", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("level", "w-1", { liquid_level: 400 });
  expect(await alerts(rig)).toEqual([]);
  putRight();
  // Somebody else speaks: the rules are looked at.
  await say("smoke", "s-1", { smoke_state: 0 });
  rig.clock.now += 60 * minute;
  await say("smoke", "s-1", { smoke_state: 0 });
  expect(await alerts(rig)).toContain("w-1 unacknowledged");
});

test("what a platform says of a device, and when it was heard, is of now", async () => {
  const { rig, say, putRight } = await aDayAhead();
  await say("smoke", "s-1", { smoke_state: 0 });
  putRight();
  await say("smoke", "s-1", { smoke_state: 0 }, false);
  const [device] = await rig.store.read(({ foreignDevices }) => foreignDevices.list(rig.connector));
  expect(device).toMatchObject({ isOnline: false, heardAt: rig.clock.now });
});
