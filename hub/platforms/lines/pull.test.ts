/** The pull line against a local ThingsBoard: pages, its mark in the store, back-off, and nothing twice. */
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { serverOf } from "../../../test/kit/pretend-platform.ts";
import { type Board, linesOf, startBoard } from "../../../test/kit/thingsboard.ts";
import { until } from "../../../test/kit/until.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { PullStep } from "../kit/platform.ts";
import type { Session } from "./line.ts";
import { holdPull, pullMark } from "./pull.ts";

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

test("a wrong password is told, the waits grow, its connector stands as away; the right one over there mends all of it", async () => {
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
  const presence = async () => (await rig.store.read(({ gateways }) => gateways.find(rig.connector)))?.state;
  await until("the connector to stand as away", async () => (await presence()) === "offline");
  board.password = "another";
  await until("the line to be up", () => {
    next();
    return state()?.isUp;
  });
  // What stood away is reached again without anybody touching its settings.
  await until("the connector to stand as reached", async () => (await presence()) === "online");
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

/** A platform that is asked once a round, at a server that answers `body`. */
async function askedOf(rig: PlatformRig, body: string) {
  const server = serverOf((_, response) => void response.end(body));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/all`;
  const open = (await rig.store.read((tables) => openConnector(tables, rig.connector))) as OpenConnector;
  const then = (answer: { body: Uint8Array }): PullStep => ({
    ...{ messages: [{ from: "asked", body: answer.body }], mark: "after it", next: null },
  });
  const begin = () => ({ next: { ask: { method: "GET" as const, url, headers: {} }, then } });
  return { ...open, platform: { ...open.platform, pull: { everyMs: () => 1000, begin } } };
}

async function hold(rig: PlatformRig, body: string, take: Session["take"]) {
  const stop = new AbortController();
  const ups: string[] = [];
  const why = await holdPull(
    await askedOf(rig, body),
    1000,
    {
      ...{ take, signal: stop.signal, refuse: () => {}, up: () => ups.push("up") },
      pause: async () => stop.abort(),
    },
    { store: rig.store, clock: () => now },
  );
  return { why, ups, mark: await rig.store.read(({ marks }) => marks.read(pullMark(rig.connector))) };
}

test("where what came cannot be stored its mark is not kept, so that the next round asks for it again", async () => {
  const rig = await platformRig({ platform: "direct" });
  const disk = () => Promise.reject(new Fault("DISK_FAILED", "the disk is full"));
  expect(await hold(rig, "{}", disk)).toEqual({ why: "the disk is full", ups: [], mark: null });
  expect(await hold(rig, "{}", async () => {})).toEqual({ why: "closed", ups: ["up"], mark: "after it" });
});

test("an answer of more than 16 MiB ends the round, and nothing of it is taken", async () => {
  const rig = await platformRig({ platform: "direct" });
  const taken: number[] = [];
  const take = async ({ body }: { body: Uint8Array }) => void taken.push(body.length);
  const most = 16 * 1024 * 1024;
  expect(await hold(rig, "x".repeat(most + 1), take)).toEqual({
    ...{ why: "the answer of /all is too long", ups: [], mark: null },
  });
  expect(await hold(rig, "x".repeat(most), take)).toMatchObject({ ups: ["up"] });
  expect(taken).toEqual([most]);
});
