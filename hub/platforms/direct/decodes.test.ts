/** A device's pack is decoded once at the door and once when it is read, in steps between which others have their turn. */
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { topics } from "../../../core/topics.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { openConnector } from "../connectors.ts";
import { decode } from "../intake/decode.ts";
import { deviceDoor } from "./mqtt.ts";
import { fromOf } from "./platform.ts";

const credential = "ll_the-credential-of-the-cellar-gauge";
const setUp = () =>
  platformRig({ platform: "direct", devices: [{ device: "cellar", model: "water-gauge", credential }] });

function packAt({ clock }: PlatformRig, length: number): string {
  const since = clock.now / 1000 - 20_000;
  return JSON.stringify(Array.from({ length }, (_, n) => ({ n: "level", u: "m", v: 0.05, t: since + n })));
}

/** How often the text was parsed while the work was done. */
async function parsed(text: string, work: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, "parse");
  onTestFinished(() => parse.mockRestore());
  await work();
  return parse.mock.calls.filter(([given]) => given === text).length;
}

const doors = {
  HTTPS: (rig: PlatformRig, body: string) => () =>
    rig.push({ path: "/cellar", headers: { authorization: `Bearer ${credential}` }, body }),
  MQTT: (rig: PlatformRig, body: string) => async () => {
    const { store, ingest, platforms, clock } = rig;
    const about = { store, intake: platforms.intake, report: ingest.report, clock: () => clock.now, log: silent };
    const topic = topics.direct(rig.connector, "cellar");
    await deviceDoor(about).takeFrom(`cellar@${rig.connector}`, topic, Buffer.from(body));
    await platforms.settled();
  },
};

test.each(["HTTPS", "MQTT"] as const)("by %s: once at the door, and once when it is read", async (way) => {
  const rig = await setUp();
  const pack = packAt(rig, 1000);
  expect(await parsed(pack, doors[way](rig, pack))).toBe(2);
  const [push] = await rig.pushes();
  expect([push?.state, push?.why, push?.yielded.length]).toEqual(["taken", "", 1001]);
});

test("others have a turn between any two steps that take long", async () => {
  const rig = await setUp();
  const open = await rig.read((tables) => openConnector(tables, rig.connector));
  if (open === null) throw new Error("no connector");
  const push = { from: fromOf("https", "cellar"), body: Buffer.from(packAt(rig, 10_000)), received: rig.clock.now };
  let [ms, turns, isOver] = [0, 0, false];
  // Each look at the clock finds that a step has taken long.
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (ms += 10));
  onTestFinished(() => clock.mockRestore());
  const done = decode(open, push).finally(() => {
    isOver = true;
  });
  for (; !isOver; turns++) await setImmediate();
  expect((await done).decoded).toMatchObject({ isTimed: true, wrong: null });
  expect(turns).toBeGreaterThan(20);
});
