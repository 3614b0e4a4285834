/** One message says as much as one message may: beyond it is kept with a sentence, and none holds up everybody else. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";

const token = "a-long-token";
const about = { productId: "p", deviceId: "d1", timestamp: 1_789_999_990_000 };
const union = (parts: number) => ({
  ...{ ...about, messageType: "dataReportTupUnion" },
  payload: Array.from({ length: parts }, (_, n) => ({ serviceId: n, payload: { liquid_level: n } })),
});
const named = (names: number) => ({
  ...{ ...about, messageType: "dataReport" },
  payload: { liquid_level: 402, ...Object.fromEntries(Array.from({ length: names }, (_, n) => [`n${n}`, n])) },
});

const setUp = () =>
  platformRig({ platform: "ctwing", secrets: { token }, products: [{ product: "p", model: "nb-level-cm" }] });

/** The longest time of the processor, in ms, in which nobody else had a turn. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let isOver = false;
  const done = work().finally(() => {
    isOver = true;
  });
  let longest = 0;
  while (!isOver) {
    const before = process.cpuUsage();
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
  }
  await done;
  return longest;
}

async function readLater(rig: PlatformRig, bodies: unknown[]): Promise<void> {
  const { connector, clock } = rig;
  await rig.act(({ pushes }) =>
    pushes.add(
      bodies.map((body, n) => ({
        ...{ connector, key: `k${clock.now} ${n}`, received: clock.now, from: "POST" },
        body: Buffer.from(JSON.stringify(body)),
      })),
    ),
  );
}

test("a thousand reports in one message are read, and others have their turns meanwhile", async () => {
  const rig = await setUp();
  await rig.push({ path: `/${token}`, body: union(1) });
  await readLater(rig, [union(1000)]);
  const longest = await longestTurn(async () => {
    rig.platforms.wake();
    await rig.platforms.settled();
  });
  expect(await rig.values()).toMatchObject({ d1: { fault: "" } });
  expect((await rig.pushes()).map(({ state, why }) => [state, why])).toEqual([
    ["taken", ""],
    ["taken", ""],
  ]);
  expect(longest).toBeLessThan(100);
});

test.each([
  ["reports", union(1001), "1001 reports in one message: at most 1000 are read"],
  [
    "reports, a whole mebibyte of them",
    union(15_000),
    "the message has more than 30000 parts: at most so many are read",
  ],
  ["names", named(10_001), "10002 values in one message: at most 10000 are read"],
])("too many %s are kept with a sentence at once, and what follows is read", async (_, body, why) => {
  const rig = await setUp();
  await readLater(rig, [body]);
  const longest = await longestTurn(async () => {
    rig.platforms.wake();
    await rig.platforms.settled();
  });
  await rig.push({ path: `/${token}`, body: named(1) });
  expect((await rig.pushes()).map(({ state, why }) => [state, why])).toEqual([
    ["taken", ""],
    ["refused", `PUSH_UNREADABLE: ${why}`],
  ]);
  expect(longest).toBeLessThan(100);
});

test("the largest pack of a device itself is read, and read again yields nothing twice, as quickly", async () => {
  const rig = await platformRig({ platform: "direct", devices: [{ device: "d1", model: "nb-level-cm" }] });
  const from = "https d1";
  const since = rig.clock.now / 1000 - 20_000;
  const pack = Array.from({ length: 10_000 }, (_, n) => ({ n: "level", u: "m", v: n / 1000, t: since + n }));
  const { connector, clock } = rig;
  const body = Buffer.from(JSON.stringify(pack));
  await rig.act(({ pushes }) => pushes.add([{ connector, key: "k", received: clock.now, from, body }]));
  const settle = async () => {
    rig.platforms.wake();
    await rig.platforms.settled();
  };
  expect(await longestTurn(settle)).toBeLessThan(150);
  await rig.act(({ pushes }) => pushes.replay(connector, 0, clock.now + 1));
  expect(await longestTurn(settle)).toBeLessThan(150);
  const [push] = await rig.pushes();
  expect([push?.state, push?.yielded.length]).toEqual(["taken", 10_001]);
  const series = await rig.store.read((tables) => tables.series.list(connector));
  expect(series.find(({ point }) => point === "level")?.delivered).toBe(10_000);
});
