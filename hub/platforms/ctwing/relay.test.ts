/** The relay of CTWing's queue as a process of its own, before a real door; the queue's client is a stand-in with its interface. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import { until } from "../../../test/kit/until.ts";

/** Gives out `messages.json` one by one, what was not taken again, and writes down what it was told. */
const standIn = `
import { appendFileSync, readFileSync } from "node:fs";
const say = (what) => appendFileSync("queue.log", JSON.stringify(what) + "\\n");
const waiting = JSON.parse(readFileSync("messages.json", "utf8"));
class Client {
  constructor({ serviceUrl, authentication }) { say({ serviceUrl, ...authentication }); }
  async subscribe(options) { say(options); return consumer; }
  async close() { say("closed"); }
}
class AuthenticationToken { constructor({ token }) { this.token = token; } }
const consumer = {
  async receive(ms) {
    if (waiting.length > 0) return { body: waiting[0], getData() { return Buffer.from(waiting.shift()); } };
    await new Promise((later) => setTimeout(later, Math.min(ms, 50)));
    throw new Error("Failed to receive message: TimeOut");
  },
  async acknowledge({ body }) { say({ taken: body }); },
  negativeAcknowledge({ body }) { say({ again: body }); waiting.push(body); },
  async close() {},
};
export default { Client, AuthenticationToken };
`;

function stage(messages: string[]): string {
  const folder = tempFolder();
  cpSync(join(import.meta.dirname, "relay"), folder, { recursive: true });
  const client = join(folder, "node_modules", "pulsar-client");
  mkdirSync(client, { recursive: true });
  writeFileSync(
    join(client, "package.json"),
    JSON.stringify({ name: "pulsar-client", type: "module", exports: "./index.js" }),
  );
  writeFileSync(join(client, "index.js"), standIn);
  writeFileSync(join(folder, "messages.json"), JSON.stringify(messages));
  writeFileSync(join(folder, "queue.log"), "");
  return folder;
}

const logOf = (folder: string) =>
  readFileSync(join(folder, "queue.log"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const level = { messageType: "dataReport", productId: "15081413", deviceId: "well-1", payload: { liquid_level: 52 } };

it("hands on what the queue has, acknowledges what the hub took, and asks again for what it did not", async () => {
  const products = [{ product: "15081413", model: "nb-level-cm" }];
  const rig = await platformRig({ platform: "ctwing", secrets: { token: "a-long-token" }, products });
  await rig.platforms.door.listen({ host: "127.0.0.1", port: 0 });
  const { port } = rig.platforms.door.server.address() as AddressInfo;
  const message = JSON.stringify({ ...level, timestamp: rig.clock.now - 1000 });
  const folder = stage([message]);
  const pause = (state: "on" | "paused") =>
    rig.act(async ({ connectors }) => {
      const row = await connectors.find(rig.connector);
      if (row !== null) await connectors.put({ ...row, state });
    });
  await pause("paused");
  const env = {
    ...{ CTWING_SERVER: "pulsar+ssl://1.mq-msgpush.ctwing.cn:16651", CTWING_TENANT: "1", CTWING_TOKEN: "jwt" },
    ...{ CTWING_TOPIC: "all", LILONG_DOOR: `http://127.0.0.1:${port}/door/${rig.connector}/a-long-token` },
  };
  const relay = spawn(process.execPath, ["relay.mjs"], { cwd: folder, env, stdio: "ignore" });
  const ended = new Promise((resolve) => relay.once("exit", resolve));
  await until("a message is refused", () => logOf(folder).some((line) => line.again === message));
  await pause("on");
  await until("a message is taken", () => logOf(folder).some((line) => line.taken === message));
  relay.kill("SIGTERM");
  expect(await ended).toBe(0);
  await rig.platforms.settled();
  expect(logOf(folder).slice(0, 2)).toEqual([
    { serviceUrl: "pulsar+ssl://1.mq-msgpush.ctwing.cn:16651", token: "jwt" },
    expect.objectContaining({ topic: "aep-msgpush/1/all", subscription: "1", subscriptionType: "Shared" }),
  ]);
  expect(await rig.values()).toEqual({ "well-1": { level: 0.52, fault: "" } });
});

it("names what is not set and ends", async () => {
  const relay = spawn(process.execPath, ["relay.mjs"], {
    cwd: stage([]),
    env: {},
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  relay.stderr.on("data", (part) => {
    said += part;
  });
  expect(await new Promise((resolve) => relay.once("close", resolve))).toBe(2);
  expect(said).toContain("CTWING_TOKEN is not set: token on the same page");
});
