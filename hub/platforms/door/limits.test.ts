/** What the door holds for strangers, over real sockets: nothing before they prove themselves, and so much at most after. */
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import type { DoorLimits } from "./deps.ts";
import { buildDoor } from "./server.ts";

const token = "a-token-of-the-limits";

async function doorOf(platform: string, limits: Partial<DoorLimits> = {}) {
  const rig = await platformRig({ platform, secrets: { token }, products: [{ product: "p", model: "nb-level-cm" }] });
  const { store, platforms, ingest, clock } = rig;
  const about = { store, intake: platforms.intake, models: platforms.models, report: ingest.report, log: silent };
  const door = buildDoor({ ...about, tell() {}, clock: () => clock.now, limits, requestMs: 2000 });
  onTestFinished(() => door.close());
  return { rig, url: new URL(await door.listen({ host: "127.0.0.1", port: 0 })) };
}

type Talk = { socket: Socket; heard(): string; closed: Promise<string> };

function talk({ hostname, port }: URL, first: string): Promise<Talk> {
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  let heard = "";
  socket.on("data", (bytes) => {
    heard += bytes;
  });
  socket.on("error", () => {});
  const closed = new Promise<string>((done) => void socket.once("close", () => done(heard)));
  return new Promise((done) => {
    socket.once("connect", () => {
      socket.write(first);
      done({ socket, heard: () => heard, closed });
    });
  });
}

const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: hub\r\nContent-Length: ${length}\r\n\r\n`;
const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  ["a connector that is not there", "/door/nobody", 404, "NOT_FOUND"],
  ["a wrong token", "/door/ctwing-1/another-token", 401, "PUSH_REFUSED"],
])("to %s no body is taken in: the answer comes before it", async (_, path, status, code) => {
  const { url } = await doorOf("ctwing");
  const { closed } = await talk(url, head(path, 1_000_000));
  const answer = await closed;
  expect(answer.split(" ")[1]).toBe(String(status));
  expect(bodyOf(answer)).toMatchObject({ code, status, type: `urn:lilong:fault:${code}`, cure: expect.any(String) });
  expect(answer).not.toContain("another-token");
});

test("a paused connector takes no body in", async () => {
  const { rig, url } = await doorOf("ctwing");
  await rig.act(async ({ connectors }) => {
    const row = await connectors.find(rig.connector);
    if (row !== null) await connectors.put({ ...row, state: "paused" });
  });
  const answer = await (await talk(url, head(`/door/ctwing-1/${token}`, 1_000_000))).closed;
  expect(answer).toMatch(/^HTTP\/1.1 503 /);
  expect(bodyOf(answer).code).toBe("CONNECTOR_PAUSED");
});

test("bodies under way are bounded together; beyond it the sender is told to come again, and does once there is room", async () => {
  const { rig, url } = await doorOf("ctwing", { bytes: 400_000, bytesEach: 400_000 });
  const path = `/door/ctwing-1/${token}`;
  const half = "x".repeat(150_000);
  const slow = await Promise.all([talk(url, head(path, 200_000)), talk(url, head(path, 200_000))]);
  for (const { socket } of slow) socket.write(half);
  await settle(200);
  const { closed } = await talk(url, head(path, 150_000) + half);
  const answer = await closed;
  expect(answer).toMatch(/^HTTP\/1.1 503 /);
  expect(answer.toLowerCase()).toContain("retry-after: 5");
  expect(bodyOf(answer)).toMatchObject({ code: "PUSH_BUSY", cure: expect.stringContaining("in a moment") });
  for (const { socket } of slow) socket.destroy();
  await settle(100);
  const { heard } = await talk(url, head(path, half.length) + half);
  await expect.poll(heard).toMatch(/^HTTP\/1.1 200 /);
  expect(await rig.pushes()).toHaveLength(1);
});

test("connections are bounded, together and of one address; who comes beyond hears why, and operators once", async () => {
  for (const limits of [{ connections: 5 }, { connectionsEach: 5 }]) {
    const { rig, url } = await doorOf("ctwing", limits);
    const open = await Promise.all([1, 2, 3, 4, 5].map(() => talk(url, "")));
    const beyond = await Promise.all([1, 2, 3].map(async () => (await talk(url, "")).closed));
    for (const answer of beyond) {
      expect(answer).toMatch(/^HTTP\/1.1 503 /);
      expect(bodyOf(answer)).toMatchObject({ code: "PUSH_BUSY", detail: expect.stringContaining("5 connections") });
    }
    await rig.ingest.settled();
    const faults = await rig.store.read((tables) => tables.faults.list(5));
    expect(faults).toMatchObject([{ code: "PUSH_BUSY", subject: "127.0.0.1", count: 1 }]);
    open[0]?.socket.destroy();
    await settle(50);
    const { heard } = await talk(url, `${head(`/door/ctwing-1/${token}`, 2)}{}`);
    await expect.poll(heard).toMatch(/^HTTP\/1.1 200 /);
  }
});

test("800 strangers that hold back the last byte of a mebibyte hold none of the hub's memory", async () => {
  const { url } = await doorOf("ctwing");
  const before = process.memoryUsage().rss;
  const part = "x".repeat(1_048_575);
  const talks = await Promise.all(Array.from({ length: 800 }, () => talk(url, head("/door/nobody", 1_048_576))));
  for (const { socket } of talks) socket.write(part);
  const answers = await Promise.all(talks.map(({ closed }) => closed));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
  expect(answers.every((answer) => answer === "" || answer.startsWith("HTTP/1.1 404 "))).toBe(true);
});
