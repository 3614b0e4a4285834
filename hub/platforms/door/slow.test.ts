/** Slow clients at the door over real sockets: cut with a reason in time, while pushes go on as if they were not there. */
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { buildDoor } from "./server.ts";

const token = "a-token-of-the-hostile";
const requestMs = 500;
const body = (n: number) =>
  JSON.stringify({
    ...{ messageType: "dataReport", deviceId: "d1", productId: "p", upPacketSN: n },
    payload: { liquid_level: 40 },
  });

async function setUp() {
  const rig = await platformRig({
    platform: "ctwing",
    secrets: { token },
    products: [{ product: "p", model: "nb-level-cm" }],
  });
  const { store, platforms, ingest, clock } = rig;
  const about = { store, intake: platforms.intake, models: platforms.models, report: ingest.report, log: silent };
  const door = buildDoor({ ...about, tell() {}, clock: () => clock.now, requestMs });
  onTestFinished(() => door.close());
  const url = new URL(await door.listen({ host: "127.0.0.1", port: 0 }));
  return { rig, url, path: `/door/${rig.connector}/${token}` };
}

type Slow = { heard: string; ms: number };

/** Says `first`, then a byte now and then; resolves when it was cut off. */
function trickle({ hostname, port }: URL, first: string): Promise<Slow> {
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  return new Promise((done) => {
    let heard = "";
    let began = 0;
    let more: NodeJS.Timeout | undefined;
    socket.once("connect", () => {
      began = performance.now();
      socket.write(first);
      more = setInterval(() => socket.write("a"), 40);
    });
    socket.on("data", (bytes) => {
      heard += bytes;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(more);
      done({ heard, ms: performance.now() - began });
    });
  });
}

function post(url: URL, path: string, agent: Agent, text: string): Promise<{ status: number; ms: number }> {
  const began = performance.now();
  return new Promise((done, fail) => {
    const sent = request(url, { agent, method: "POST", path }, (response) => {
      response.resume();
      response.on("end", () => done({ status: response.statusCode ?? 0, ms: performance.now() - began }));
    });
    sent.on("error", fail);
    sent.end(text);
  });
}

test("300 that trickle headers or bodies are cut off with a reason in time, and pushes go on meanwhile", async () => {
  const { rig, url, path } = await setUp();
  const head = `POST ${path} HTTP/1.1\r\nHost: hub\r\n`;
  const slow = Array.from({ length: 300 }, (_, n) =>
    trickle(url, n % 2 === 0 ? `${head}X-Slow: ` : `${head}Content-Length: 1000\r\n\r\n{"messageType":"`),
  );
  let isOver = false;
  const cut = Promise.all(slow).finally(() => {
    isOver = true;
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  onTestFinished(() => agent.destroy());
  const good: { status: number; ms: number }[] = [];
  while (!isOver) {
    const four = [0, 1, 2, 3].map((n) => post(url, path, agent, body(good.length + n)));
    good.push(...(await Promise.all(four)));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const all = await cut;
  expect(all.every(({ heard }) => heard.startsWith("HTTP/1.1 408 "))).toBe(true);
  expect(all.every(({ heard }) => heard.includes(`the request was not whole within ${requestMs} ms`))).toBe(true);
  expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(4 * requestMs);
  expect(good.length).toBeGreaterThan(20);
  expect(new Set(good.map(({ status }) => status))).toEqual(new Set([200]));
  expect(Math.max(...good.map(({ ms }) => ms))).toBeLessThan(2 * requestMs);
  expect(await rig.pushes()).toHaveLength(good.length);
  await rig.ingest.settled();
  const faults = await rig.store.read((tables) => tables.faults.list(5));
  expect(faults).toMatchObject([
    { code: "PUSH_REFUSED", subject: "127.0.0.1", count: 300, detail: expect.stringContaining("not whole") },
  ]);
});

test("what is no HTTP is told so", async () => {
  const { url } = await setUp();
  expect((await trickle(url, "HELLO lilong\r\n\r\n")).heard).toMatch(/^HTTP\/1.1 400 [\s\S]*is no HTTP/);
});
