/** After hours or days of an outage, of the hub, of ThingsBoard or of a device, nothing is lost and nothing is there twice. */
import { expect, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { type Board, linesOf, startBoard } from "../../../test/kit/thingsboard.ts";
import { until } from "../../../test/kit/until.ts";

const hourMs = 3_600_000;

async function setUp() {
  const board = await startBoard();
  const rig = await platformRig({
    ...{ platform: "thingsboard", secrets: { password: board.password } },
    settings: { server: board.url, username: "tenant@example.org" },
    products: [{ product: "level", model: "nb-level-cm" }],
  });
  return { board, rig };
}

/** One value each minute, all of them different. */
function minutes(from: number, to: number): { ts: number; value: number }[] {
  const count = Math.floor((to - from) / 60_000);
  return Array.from({ length: count }, (_, n) => ({ ts: from + n * 60_000, value: 40 + (n % 100) / 10 }));
}

const pit = (id: string, level: { ts: number; value: number }[] = []) => ({ id, name: id, values: { level } });
const levelOf = (board: Board, at: number) => board.devices[at]?.values.level as { ts: number; value: unknown }[];

/** The moments that are there of a device, each as often as it was delivered. */
async function momentsOf({ store, connector }: PlatformRig, device: string): Promise<number[]> {
  return store.read(async ({ series, readings }) => {
    const known = (await series.list(connector)).find((one) => one.device === device && one.point === "level");
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000, keep: "oldest" as const };
    const moments = known === undefined ? [] : (await readings.query(known.id, all)).map(([at]) => at);
    expect(known?.delivered ?? 0).toBe(moments.length);
    return moments;
  });
}

const expectAll = async (rig: PlatformRig, board: Board, at: number) => {
  await rig.platforms.settled();
  const wanted = levelOf(board, at).map(({ ts }) => ts);
  expect(await momentsOf(rig, board.devices[at]?.id ?? "")).toEqual(wanted.sort((a, b) => a - b));
};

/** A round of lines that begin and end with it, as of a hub that starts and stops; what it brought is read. */
async function aRound(rig: PlatformRig, isRight: () => boolean | Promise<boolean> = () => true) {
  const lines = linesOf(rig);
  await until("the round to be whole", async () => lines.state()?.isUp === true && (await isRight()));
  await lines.close();
  await rig.platforms.settled();
}

test("a hub that was away for three days fetches all of them, page by page, also of a device that was added meanwhile", async () => {
  const { board, rig } = await setUp();
  const began = rig.clock.now;
  board.devices = [pit("d-1", minutes(began - hourMs, began))];
  await aRound(rig);
  rig.clock.now += 72 * hourMs;
  levelOf(board, 0).push(...minutes(began, rig.clock.now));
  board.devices.push(pit("d-2", minutes(began + hourMs, rig.clock.now)));
  board.asked = [];
  await aRound(rig);
  expect(board.asked.filter((path) => path.includes("d-1/values")).length).toBeGreaterThan(4);
  await expectAll(rig, board, 0);
  await expectAll(rig, board, 1);
});

test("ThingsBoard fails in the middle of the history: the next round goes on where it was, and nothing is there twice", async () => {
  const { board, rig } = await setUp();
  const began = rig.clock.now;
  board.devices = [pit("d-1", minutes(began - 20 * hourMs, began)), pit("d-2", minutes(began - 20 * hourMs, began))];
  board.failsAfter = 5;
  const lines = linesOf(rig);
  await until("the round to fail", () => /answered 503/.test(lines.state()?.why ?? ""));
  await rig.platforms.settled();
  expect((await momentsOf(rig, "d-1")).length).toBeGreaterThan(900);
  board.failsAfter = Number.POSITIVE_INFINITY;
  board.asked = [];
  lines.next();
  await until("the round to be whole", () => lines.state()?.isUp);
  await lines.close();
  await expectAll(rig, board, 0);
  await expectAll(rig, board, 1);
});

test("a device that was away sends what it kept hours later, with its own moments: it is found within six hours", async () => {
  const { board, rig } = await setUp();
  const began = rig.clock.now;
  board.devices = [pit("d-1", minutes(began - hourMs, began))];
  await aRound(rig);
  rig.clock.now += 5 * hourMs;
  const news = { ts: rig.clock.now - 1000, value: 51 };
  levelOf(board, 0).push(news);
  await aRound(rig);
  expect(await momentsOf(rig, "d-1")).toContain(news.ts);
  // Now it has sent the newest it sends what it kept.
  levelOf(board, 0).splice(-1, 0, ...minutes(began, rig.clock.now - 2000));
  rig.clock.now += hourMs;
  await aRound(rig);
  await expectAll(rig, board, 0);
});

test("rounds between the deep ones ask from ten minutes before the newest only", async () => {
  const { board, rig } = await setUp();
  const began = rig.clock.now;
  board.devices = [pit("d-1", minutes(began - 10 * hourMs, began))];
  await aRound(rig);
  rig.clock.now += 60_000;
  board.spans = [];
  await aRound(rig);
  expect(board.spans).toEqual([{ from: began - 60_000 - 600_000, to: began + 60_000 }]);
});
