/** The pull line against a local ThingsBoard: pages, its mark in the store, back-off, and nothing twice. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import { startLines } from "./lines.ts";
import { pullMark } from "./pull.ts";

type Values = Record<string, { ts: number; value: unknown }[]>;
type Board = {
  url: string;
  devices: { id: string; name: string; values: Values }[];
  asked: string[];
  password: string;
  isBroken: boolean;
};

/** Answers as ThingsBoard does: sign-in, devices a hundred a page, telemetry in order, cut at the limit. */
async function startBoard(): Promise<Board> {
  const board: Board = { url: "", devices: [], asked: [], password: "secret-of-tenant", isBroken: false };
  const server = createServer((request, response) => void answer(board, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close(() => {}));
  onTestFinished(() => server.closeAllConnections());
  board.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return board;
}

async function answer(board: Board, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://board");
  const tell = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
  board.asked.push(pathname);
  if (board.isBroken) return void response.writeHead(200).end("<html>maintenance</html>");
  if (pathname === "/api/auth/login") {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { password } = JSON.parse(Buffer.concat(parts).toString());
    return void (password === board.password ? tell(200, { token: "jwt", refreshToken: "r" }) : tell(401, {}));
  }
  if (request.headers["x-authorization"] !== "Bearer jwt") return void tell(401, {});
  const number = (name: string) => Number(searchParams.get(name));
  if (pathname === "/api/tenant/devices") {
    const [size, page] = [number("pageSize"), number("page")];
    const data = board.devices.slice(page * size, (page + 1) * size);
    const rows = data.map(({ id, name }) => ({ id: { entityType: "DEVICE", id }, name, type: "level" }));
    return void tell(200, { data: rows, hasNext: (page + 1) * size < board.devices.length });
  }
  const values = board.devices.find(({ id }) => pathname.includes(`/${id}/`))?.values ?? {};
  if (pathname.endsWith("/keys/timeseries")) return void tell(200, Object.keys(values));
  const within = ({ ts }: { ts: number }) => ts >= number("startTs") && ts <= number("endTs");
  const keys = searchParams.get("keys")?.split(",") ?? [];
  tell(200, Object.fromEntries(keys.map((key) => [key, (values[key] ?? []).filter(within).slice(0, number("limit"))])));
}

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

/** Rounds follow one another when the test says so. */
function linesOf(rig: PlatformRig) {
  const going = new Set<() => void>();
  const waits: number[] = [];
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push(ms);
      going.add(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const options = {
    store: rig.store,
    intake: rig.platforms.intake,
    report: rig.ingest.report,
    log: silent,
    tell: () => {},
  };
  const lines = startLines({ ...options, clock: () => rig.clock.now, pause, random: () => 1 });
  onTestFinished(() => lines.close());
  const state = () => lines.stateOf(rig.connector);
  /** Whoever waits goes on: the line, and who looks after lines. */
  const goOn = () => {
    for (const resolve of going) resolve();
    going.clear();
  };
  return { state, waits, next: goOn };
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
  expect(await rig.store.read(({ marks }) => marks.read(pullMark(rig.connector)))).toEqual({
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
