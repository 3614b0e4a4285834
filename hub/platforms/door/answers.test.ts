/** Whatever the door does not take is answered with a fault of the table and a cure that fits, also by the parsers below it. */
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { faults } from "../../../core/fault.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";

const token = "a-token-of-the-answers";
const path = `/door/ctwing-1/${token}`;
const request = (line: string, heads: string[] = [], body = "") =>
  `${[`${line} HTTP/1.1`, "Host: hub", "Connection: close", ...heads].join("\r\n")}\r\n\r\n${body}`;

async function ask(text: string): Promise<string> {
  const rig = await platformRig({ platform: "ctwing", secrets: { token } });
  const url = new URL(await rig.platforms.door.listen({ host: "127.0.0.1", port: 0 }));
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  onTestFinished(() => void socket.destroy());
  let heard = "";
  socket.on("data", (bytes) => {
    heard += bytes;
  });
  socket.on("error", () => {});
  socket.once("connect", () => socket.write(text));
  await new Promise((done) => socket.once("close", done));
  return heard;
}

test.each([
  ["a path that is no UTF-8", request("POST /door/%ff", ["Content-Length: 2"], "{}"), 400, "REQUEST_UNREADABLE"],
  ["a message that is too long", request(`POST ${path}`, ["Content-Length: 1048577"]), 413, "BATCH_TOO_LARGE"],
  ["headers that are too long", request(`POST ${path}`, [`X-Long: ${"x".repeat(20_000)}`]), 431, "REQUEST_UNREADABLE"],
  ["what is no HTTP", "HELLO\r\n\r\n", 400, "REQUEST_UNREADABLE"],
  ["a length that is none", request(`POST ${path}`, ["Content-Length: x"]), 400, "REQUEST_UNREADABLE"],
  ["another address", request("GET /elsewhere"), 404, "NOT_FOUND"],
  ["another method", request(`DELETE ${path}`), 404, "NOT_FOUND"],
] as const)("%s", async (_, text, status, code) => {
  const answer = await ask(text);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`, "i"));
  const body = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
  expect(body).toMatchObject({ type: `urn:lilong:fault:${code}`, status, code, cure: faults[code].cure });
  expect([typeof body.title, typeof body.detail, typeof body.request]).toEqual(["string", "string", "string"]);
});

test("a device that joins by JSON that two readers may read differently is refused with the reason", async () => {
  const rig = await platformRig({ platform: "direct", joining: `join_${"a".repeat(12)}_${"b".repeat(32)}` });
  const headers = { authorization: `Bearer join_${"a".repeat(12)}_${"b".repeat(32)}` };
  const about = '"title":"t","place":"p","model":"nb-level-cm"';
  const { status, body } = await rig.push({ headers, body: `{"device":"a","device":"b",${about}}` });
  expect([status, JSON.parse(body)]).toMatchObject([400, { code: "INPUT_INVALID" }]);
  expect(JSON.parse(body).detail).toContain('"device" is there twice');
  expect(await rig.push({ headers, body: `{"device":"a",${about}}` })).toMatchObject({ status: 201 });
});

test("a HEAD stores nothing: it has no body that could be a message", async () => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token } });
  const answer = await rig.platforms.door.inject({ method: "HEAD", url: path });
  expect(answer.statusCode).toBe(404);
  expect(await rig.pushes()).toEqual([]);
});
