/** The pull line against a local ThingsBoard: pages, its mark in the store, back-off, and nothing twice. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { type Board, linesOf, startBoard } from "../../../test/kit/thingsboard.ts";
import { until } from "../../../test/kit/until.ts";
import { pullMark } from "./pull.ts";

const now = 1_790_000_000_000;
const series = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) => ({ ts: from + i * 1000, value: String(i % 100) }));

async function setUp(board: Board, secret = board.password): Promise<PlatformRig> {
  const rig = await platformRig({
    ...{ platform: "thingsboard", secrets: { password: secret } },
    settings: { server: board.url, username: "tenant@example.org", everyS: 10 },
    products: [{ product: "level", model: "nb-level-cm" }],
  });
  return rig;
}

test("devices come page by page, their values beyond one answer, and a second round brings only what is new", async () => {
  const board = await startBoard();
  const level = series(1050, now - 3_000_000);
  board.devices = Array.from({ length: 101 }, (_, i) => ({ id: `d-${i}`, name: `pit ${i}`, values: {} }));
  const last = board.devices[100] as Board["devices"][number];
  last.values = { level, battery: level.filter((_, i) => i % 10 === 0) };
  const rig = await setUp(board);
  const { state, next } = linesOf(rig);
  await until("the line to be up", () => state()?.isUp);
  await rig.platforms.settled();
  const count = () => rig.store.read(({ pushes }) => pushes.count(rig.connector));
  expect(await count()).toMatchObject({ taken: 1050, waiting: 0, refused: 0 });
  expect(await rig.values()).toMatchObject({ "d-100": { level: 0.49, fault: "" } });
  expect(await rig.store.read(({ marks }) => marks.read(pullMark(rig.connector)))).toMatchObject({
    "d-100": level.at(-1)?.ts,
  });
  last.values.level?.push({ ts: now, value: "150" });
  board.asked = [];
  next();
  await until("the new value", async () => (await count()).taken === 1051);
  expect(board.asked.filter((path) => path.includes("d-100/values"))).toHaveLength(1);
});

test("a wrong password is told, the waits grow, and the right one mends it", async () => {
  const board = await startBoard();
  const rig = await setUp(board, "another");
  const { state, waits, next } = linesOf(rig);
  for (let failures = 1; failures <= 5; failures++) {
    await until(`failure ${failures}`, () => waits.filter((ms) => ms < 60_000).length === failures);
    next();
  }
  await until("the fault", async () =>
    (await rig.store.read(({ faults }) => faults.list(5))).some(({ code }) => code === "LINE_DOWN"),
  );
  expect(waits.filter((ms) => ms < 60_000).slice(0, 5)).toEqual([2000, 4000, 8000, 16_000, 32_000]);
  expect(state()).toMatchObject({ isUp: false, why: "the sign-in was refused (401)" });
  board.password = "another";
  await until("the line to be up", () => {
    next();
    return state()?.isUp;
  });
});

test("what follows an answer that is no answer is asked for again in the next round", async () => {
  const board = await startBoard();
  board.devices = [{ id: "d-1", name: "pit", values: { level: series(3, now - 60_000) } }];
  const rig = await setUp(board);
  board.isBroken = true;
  const { state, next } = linesOf(rig);
  await until("the round to fail", () => state()?.why.startsWith("the message is not JSON"));
  expect(await rig.pushes()).toEqual([]);
  board.isBroken = false;
  next();
  await until("the line to be up", () => state()?.isUp);
  expect(await rig.pushes()).toHaveLength(3);
});
