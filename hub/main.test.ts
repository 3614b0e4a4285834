/** The hub end to end: real TCP, real MQTT, real HTTP, a real database. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Aedes } from "aedes";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Ack } from "../core/ack.ts";
import { encodeAlerts } from "../core/alert-batch.ts";
import { encodeBatch } from "../core/batch.ts";
import type { GatewayId } from "../core/id.ts";
import { topics } from "../core/topics.ts";
import { epochs, pretendGateway, signInTo, startRig, statusOf } from "../test/kit/quiet-hub.ts";
import { event, readingsFrom, registrationOf } from "../test/kit/samples.ts";
import { tempFolder } from "../test/kit/temp-folder.ts";
import { until } from "../test/kit/until.ts";
import type { DeviceView, LiveEvents, SeriesView, TicketStory } from "./http/views.ts";
import type { Hub } from "./main.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;

/** A browser that listens to the live updates. */
async function listen(hub: Hub, cookie: string) {
  const response = await fetch(`${hub.http}/api/events`, { headers: { cookie, accept: "text/event-stream" } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const heard: { name: string; data: unknown }[] = [];
  const waiting = new Set<() => void>();
  const ended = (async () => {
    let text = "";
    try {
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) {
          const [, name, json] = /^event: (\w+)\ndata: (.*)$/m.exec(block) ?? [];
          if (name !== undefined && json !== undefined) heard.push({ name, data: JSON.parse(json) });
        }
        for (const look of waiting) look();
      }
    } catch (error) {
      expect(String(error)).toMatch(/terminated/);
    }
  })();
  return {
    ended,
    next<Name extends keyof LiveEvents>(wanted: Name, fits: (data: LiveEvents[Name]) => boolean): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (!heard.some(({ name, data }) => name === wanted && fits(data as LiveEvents[Name]))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
  };
}

/** A broker that is not the hub's; returns its address. */
async function startBroker(): Promise<string> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve()))));
  return `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test("a cover is lifted, the ticket goes its way and is closed", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const gateway = await pretendGateway(hub.mqtt, id);

  await gateway.say(topics.status(id), statusOf());
  expect(await gateway.hear("ack")).toMatchObject({
    data: { epoch: epochs.data, have: [] },
    alert: { epoch: epochs.alert, have: [] },
  });
  await gateway.say(topics.devices(id), registrationOf(id));
  await gateway.batch("data", 0, encodeBatch(readingsFrom(start, 100)));
  expect(await gateway.hear("ack")).toMatchObject({ data: { have: [[0, 100]] } });
  await gateway.batch("alert", 0, encodeAlerts([event("raised", start + 500)]));
  expect(await gateway.hear("ack")).toMatchObject({ alert: { have: [[0, 1]] } });

  const devices = (await operator.ask("GET", "/api/devices")).body as DeviceView[];
  expect(devices.find((device) => device.id === "pit-1")?.points[0]?.latest).toMatchObject({ value: 0.99 });
  const ticket = await until("the ticket to be sent", async () => {
    const [first] = (await operator.ask("GET", "/api/tickets")).body as TicketStory[];
    return first?.state === "dispatched" ? first : undefined;
  });
  expect(ticket).toMatchObject({
    id: "ticket-1",
    unit: { id: "dongchang" },
    sensorInAlarm: true,
    place: "东昌小区 东门",
  });

  const move = (body: object) => operator.ask("POST", "/api/tickets/ticket-1/moves", body);
  await move({ move: "accept" });
  await move({ move: "submit", reason: "施工单位未复位,已盖好" });
  expect((await move({ move: "close" })).body).toMatchObject({ code: "REASON_REQUIRED" });
  await gateway.batch("alert", 1, encodeAlerts([event("cleared", start + 100_000)]));
  await gateway.hear("ack");
  const closed = await move({ move: "close" });
  expect(closed).toMatchObject({ status: 200, body: { state: "closed", sensorInAlarm: false } });
  const { story } = closed.body as TicketStory;
  expect(story.map((entry) => entry.move)).toEqual([
    // By event time: the sensor's clear was stamped long before the operators' moves.
    "report",
    "clear",
    "admit",
    "register",
    "dispatch",
    "accept",
    "submit",
    "close",
  ]);
  expect((await operator.ask("GET", "/api/alerts?state=all")).body).toMatchObject([
    { id: "alert-1", state: "normal", acknowledgedBy: "operator", title: { zh: "井盖被打开" } },
  ]);
});

test("a hub that is killed between two batches has each reading once after the gateway sends again", async () => {
  const data = tempFolder();
  const first = await startRig(data);
  const before = await pretendGateway(first.mqtt, id);
  await before.say(topics.status(id), statusOf());
  await before.batch("data", 0, encodeBatch(readingsFrom(start, 100)));
  await before.hear("ack", (ack: Ack) => ack.data?.have[0]?.[1] === 100);
  await before.batch("data", 100, encodeBatch(readingsFrom(start + 100_000, 100)));
  await first.close();

  const second = await startRig(data);
  const operator = await signInTo(second, data);
  expect((await operator.ask("GET", "/api/gateways")).body).toMatchObject([{ id, state: "unknown" }]);
  const after = await pretendGateway(second.mqtt, id);
  await after.say(topics.status(id), statusOf({ session: 2 }));
  const { data: lane } = await after.hear<Ack>("ack");
  expect([100, 200]).toContain(lane?.have[0]?.[1]);
  await after.batch("data", 0, encodeBatch(readingsFrom(start, 100)));
  await after.batch("data", 100, encodeBatch(readingsFrom(start + 100_000, 100)));
  await after.hear("ack", (ack: Ack) => ack.data?.have[0]?.[1] === 200);
  const { body } = await operator.ask("GET", "/api/readings?gateway=gw-1&device=pit-1&point=level&from=0&limit=1000");
  expect((body as SeriesView).readings.map(([at]) => at)).toEqual(
    Array.from({ length: 200 }, (_, i) => start + i * 1000),
  );
});

test("a message of 100 MB is refused by name and the hub goes on", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.hear("ack");
  await gateway.batch("data", 0, Buffer.alloc(100_000_000, 0x80));
  expect(await gateway.hear("ack")).toMatchObject({ refused: { from: 0, code: "BATCH_TOO_LARGE" } });
  await gateway.batch("data", 0, encodeBatch(readingsFrom(start, 10)));
  expect(await gateway.hear("ack")).toMatchObject({ data: { have: [[0, 10]] } });
});

test("a gateway's last will makes it offline, a late one does not", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const events = await listen(hub, operator.cookie);
  const will = (session: number) => ({
    topic: topics.status(id),
    payload: Buffer.from(JSON.stringify(statusOf({ session, state: "offline" }))),
    qos: 1 as const,
  });
  const stale = await pretendGateway(hub.mqtt, id, "key", { will: will(1) });
  await stale.say(topics.status(id), statusOf({ session: 1 }));
  await events.next("gateway", (view) => view.state === "online" && view.session === 1);
  const fresh = await pretendGateway(hub.mqtt, id, "key", { will: will(2) });
  await fresh.say(topics.status(id), statusOf({ session: 2 }));
  await events.next("gateway", (view) => view.state === "online" && view.session === 2);
  expect((await operator.ask("GET", "/api/gateways")).body).toMatchObject([{ state: "online" }]);
  fresh.client.stream.destroy();
  await events.next("gateway", (view) => view.state === "offline");
});

test("another key for a known gateway is refused and shown to the operator", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const events = await listen(hub, operator.cookie);
  await pretendGateway(hub.mqtt, id, "first key");
  await expect(pretendGateway(hub.mqtt, id, "other key")).rejects.toThrow(/[Nn]ot authorized/);
  await events.next("fault", ({ code, gateway }) => code === "GATEWAY_KEY_MISMATCH" && gateway === id);
  await pretendGateway(hub.mqtt, id, "first key");
});

test("a gateway that was reinstalled comes in again once its old key is released", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  await pretendGateway(hub.mqtt, id, "first key");
  expect((await fetch(`${hub.http}/api/gateways/${id}/key`, { method: "DELETE" })).status).toBe(401);
  await expect(pretendGateway(hub.mqtt, id, "new key")).rejects.toThrow(/[Nn]ot authorized/);
  expect(await operator.ask("DELETE", `/api/gateways/${id}/key`)).toEqual({ status: 200, body: null });
  await pretendGateway(hub.mqtt, id, "new key");
  await expect(pretendGateway(hub.mqtt, id, "first key")).rejects.toThrow(/[Nn]ot authorized/);
  expect((await operator.ask("DELETE", "/api/gateways/gw-9/key")).status).toBe(404);
});

test("a foreign topic is refused and shown to the operator", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const events = await listen(hub, operator.cookie);
  const gateway = await pretendGateway(hub.mqtt, id);
  gateway.client.publish("lilong/1/gw-2/status", "x", { qos: 1 });
  await events.next("fault", ({ code, detail }) => code === "TOPIC_FOREIGN" && detail.includes("lilong/1/gw-2/status"));
});

test("a command given over the API comes back with its result", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.hear("ack");
  const given = await operator.ask("POST", "/api/gateways/gw-1/commands", {
    verb: "sample",
    args: { device: "pit-1" },
  });
  const name = (given.body as { id: string }).id;
  expect(await gateway.hear("do")).toMatchObject({ verb: "sample", args: { device: "pit-1" } });
  await gateway.say(topics.done(id, name), { state: "done", result: 1 });
  await gateway.say(topics.status(id), statusOf());
  await gateway.hear("ack");
  expect((await operator.ask("GET", `/api/gateways/gw-1/commands/${name}`)).body).toMatchObject({ state: "done" });
});

test("a hub with somebody else's broker does the same work", async () => {
  const data = tempFolder();
  const broker = await startBroker();
  const early = await pretendGateway(broker, id);
  await early.client.publishAsync(topics.status(id), JSON.stringify(statusOf()), { qos: 1, retain: true });
  const hub = await startRig(data, { broker });
  expect(hub.mqtt).toBe(broker);
  await early.hear("ack");
  await early.batch("data", 0, encodeBatch(readingsFrom(start, 10)));
  expect(await early.hear("ack", (ack: Ack) => ack.data?.have.length === 1)).toMatchObject({
    data: { have: [[0, 10]] },
  });
});

test("ending takes less than a second, with a browser listening and a gateway connected", async () => {
  const data = tempFolder();
  const hub = await startRig(data);
  const operator = await signInTo(hub, data);
  const events = await listen(hub, operator.cookie);
  const gateway = await pretendGateway(hub.mqtt, id);
  const gone = new Promise<void>((resolve) => gateway.client.once("close", () => resolve()));
  const began = performance.now();
  await hub.close();
  expect(performance.now() - began).toBeLessThan(1000);
  await Promise.all([events.ended, gone]);
});

describe("the command", () => {
  function run(...args: string[]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], { env: {} });
    onTestFinished(() => void child.kill("SIGKILL"));
    const read = (stream: Readable) => {
      const lines: string[] = [];
      stream.setEncoding("utf8").on("data", (text) => lines.push(text));
      return lines;
    };
    const [out, err] = [read(child.stdout), read(child.stderr)];
    const ended = once(child, "close").then(([code]) => ({ code, out: out.join(""), err: err.join("") }));
    const ready = new Promise<string>((resolve) => child.stdout.on("data", (text) => resolve(String(text))));
    return { child, ended, ready };
  }

  test("says in one line when it is ready, logs nothing, and ends on SIGTERM with code 0", async () => {
    const { child, ended, ready } = run(
      "--data",
      tempFolder(),
      "--first-administrator",
      "operator",
      "--http-port",
      "0",
      "--mqtt-port",
      "0",
      "--mqtts-port",
      "0",
      "--district-port",
      "0",
      "--door-port",
      "0",
    );
    expect(await ready).toMatch(
      /^lilong-hub ready http:\/\/127\.0\.0\.1:\d+ mqtt:\/\/127\.0\.0\.1:\d+ mqtts:\/\/127\.0\.0\.1:\d+\n$/,
    );
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });

  test("a wrong setting is one line that names it, and code 2", async () => {
    const { code, out, err } = await run("--http-port", "99999").ended;
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^lilong-hub: SETTING_INVALID: --http-port must be a whole number from 0 to 65535\. .*\n$/);
  });

  test("a broker's address that is none is one line that names it, and code 2", async () => {
    const { code, out, err } = await run("--broker", "mqtt://127.0.0.1:70000", "--data", tempFolder()).ended;
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^lilong-hub: SETTING_INVALID: --broker must be .*\n$/);
  });

  test("a taken port is one line that says what to change", async () => {
    const data = tempFolder();
    const hub = await startRig(data);
    const { port } = new URL(hub.http);
    const { code, err } = await run(
      "--data",
      tempFolder(),
      "--http-port",
      port,
      "--mqtt-port",
      "0",
      "--mqtts-port",
      "0",
      "--district-port",
      "0",
      "--door-port",
      "0",
    ).ended;
    expect(code).toBe(2);
    expect(err).toMatch(
      /^lilong-hub: PORT_TAKEN: port \d+ on 127\.0\.0\.1 is taken; --http-port chooses another\. .*\n$/,
    );
  });

  test("a second hub on the same data is one line that names the first, which goes on", async () => {
    const data = tempFolder();
    const hub = await startRig(data);
    const { code, err } = await run(
      "--data",
      data,
      "--http-port",
      "0",
      "--mqtt-port",
      "0",
      "--mqtts-port",
      "0",
      "--district-port",
      "0",
      "--door-port",
      "0",
    ).ended;
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^lilong-hub: INSTANCE_RUNNING: process ${process.pid} runs on .*\\n$`));
    expect((await fetch(`${hub.http}/api/health`)).status).toBe(200);
  });

  test("a folder that cannot be written is one line that names it", async () => {
    const { code, err } = await run("--data", join(process.execPath, "data")).ended;
    expect(code).toBe(2);
    expect(err).toMatch(/^lilong-hub: FOLDER_UNWRITABLE: .*\n$/);
  });

  test("help and version go to stdout with code 0", async () => {
    expect(await run("--help").ended).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Examples:") });
    expect(await run("--version").ended).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
