/** The embedded broker's door: who comes in, and what they may touch. */
import { connect } from "node:net";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { encodeAck } from "../../core/ack.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pretendGateway } from "../../test/kit/quiet-hub.ts";
import { type EmbeddedOptions, embeddedLine } from "./embedded.ts";

const id = "gw-1" as GatewayId;

async function openLine(admit = async (_id: string, _key?: Uint8Array) => true, more: Partial<EmbeddedOptions> = {}) {
  const refused: string[] = [];
  let hear = (_topic: string) => {};
  const first = new Promise<string>((resolve) => (hear = resolve));
  const rest = { admitPeer: async () => true, turnedAway: () => {} };
  const door = {
    ...rest,
    admit,
    refused: (gateway: string, topic: string) => void refused.push(`${gateway} ${topic}`),
  };
  const line = await embeddedLine({ host: "127.0.0.1", port: 0, door, ...more });
  onTestFinished(() => line.close());
  await line.open(
    async (topic) => hear(topic),
    () => {},
  );
  return { line, refused, first };
}

/** [MQTT 3.1.1 §3.1] CONNECT with client id, will topic, will, name and key; a clean session, a will of QoS 1. */
function connectPacket(fields: string[], keepaliveS: number): Buffer {
  const texts = fields.map((text) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]));
  const head = Buffer.concat([Buffer.from([0, 4]), Buffer.from("MQTT"), Buffer.from([4, 0b1100_1110, 0, keepaliveS])]);
  const rest = Buffer.concat([head, ...texts]);
  return Buffer.concat([Buffer.from([0x10, rest.length]), rest]);
}

test("the key decides who comes in", async () => {
  const { line } = await openLine(async (name, key) => name === id && Buffer.from(key ?? []).toString() === "right");
  await pretendGateway(line.address(), id, "right");
  await expect(pretendGateway(line.address(), id, "wrong")).rejects.toThrow(/[Nn]ot authorized/);
  const anonymous = connectAsync(line.address(), { clientId: id, reconnectPeriod: 0 }, false);
  await expect(anonymous).rejects.toThrow(/[Nn]ot authorized/);
});

test("a client id that is not the name is refused", async () => {
  const { line } = await openLine();
  const options = { clientId: "gw-2", username: id, password: "key", reconnectPeriod: 0 };
  await expect(connectAsync(line.address(), options, false)).rejects.toThrow(/[Nn]ot authorized/);
});

test("publishing on another gateway's topic ends the connection and is reported", async () => {
  const { line, refused, first } = await openLine();
  const gateway = await pretendGateway(line.address(), id);
  const closed = new Promise<void>((resolve) => gateway.client.once("close", () => resolve()));
  gateway.client.publish("lilong/1/gw-2/status", "x", { qos: 1 });
  await closed;
  expect(refused).toEqual(["gw-1 lilong/1/gw-2/status"]);
  const other = await pretendGateway(line.address(), "gw-3");
  await other.say(topics.status("gw-3" as GatewayId), "x");
  expect(await first).toBe("lilong/1/gw-3/status");
});

test.each(["lilong/1/gw-2/ack", "lilong/1/+/ack", "#", "$SYS/#"])(
  "subscribing to %s is refused and reported",
  async (topic) => {
    const { line, refused } = await openLine();
    const gateway = await pretendGateway(line.address(), id);
    await expect(gateway.client.subscribeAsync(topic, { qos: 1 })).rejects.toThrow(/subscribe|Unspecified/i);
    expect(refused).toEqual([`gw-1 ${topic}`]);
  },
);

test("a gateway that speaks QoS 2 is ended and reported: what waits for its PUBREL would pile up in memory", async () => {
  const { line, refused } = await openLine();
  const gateway = await pretendGateway(line.address(), id);
  const closed = new Promise<void>((resolve) => gateway.client.once("close", () => resolve()));
  gateway.client.publish(topics.status(id), "x", { qos: 2 });
  await closed;
  expect(refused).toEqual(["gw-1 lilong/1/gw-1/status with QoS 2: 0 and 1 are taken"]);
});

test("a device that never releases its QoS 2 messages is ended after eight of them", async () => {
  let taken = 0;
  const devices = { admitDevice: async () => true, takeFrom: async () => ++taken > 0 };
  const door = {
    devices,
    admit: async () => true,
    admitPeer: async () => true,
    turnedAway: () => {},
    refused: () => {},
  };
  const { line } = await openLine(undefined, { door });
  const device = connect(Number(new URL(line.address()).port), "127.0.0.1");
  const closed = new Promise((resolve) => device.once("close", resolve));
  device.on("data", () => {});
  device.write(connectPacket(["d@direct", "w", "w", "d@direct", "key"], 60));
  for (let n = 1; n <= 9; n++) device.write(Buffer.from([0x34, 6, 0, 1, 0x74, 0, n, 0x31]));
  await closed;
  expect(taken).toBeGreaterThanOrEqual(8);
});

test("a will on a foreign topic is not delivered", async () => {
  const { line, refused, first } = await openLine();
  const will = { topic: "lilong/1/gw-2/status", payload: Buffer.from("x"), qos: 1 as const, retain: true };
  const client = await connectAsync(line.address(), {
    clientId: id,
    username: id,
    password: "k",
    reconnectPeriod: 0,
    will,
  });
  client.stream.destroy();
  const other = await pretendGateway(line.address(), "gw-3");
  await other.say(topics.status("gw-3" as GatewayId), "x");
  expect(await first).toBe("lilong/1/gw-3/status");
  expect(refused).toEqual(["gw-1 lilong/1/gw-2/status"]);
});

test("more gateways a second than may connect are told that the hub is unavailable, without a look at their keys", async () => {
  let now = 0;
  const looked: string[] = [];
  const admit = async (name: string) => looked.push(name) > 0;
  const { line } = await openLine(admit, { connectRate: 3, monotonic: () => now });
  const tries = Array.from({ length: 10 }, (_, i) => pretendGateway(line.address(), `gw-${i}`));
  const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === "rejected");
  expect(refused.map((one) => (one as PromiseRejectedResult).reason.code)).toEqual(new Array(7).fill(3));
  expect(looked).toHaveLength(3);
  now = 1000;
  const later = Array.from({ length: 10 }, (_, i) => pretendGateway(line.address(), `gw-${i + 10}`));
  expect((await Promise.allSettled(later)).filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});

test("a gateway that says nothing for one and a half keep-alives is closed, and its will told", async () => {
  const { line, first } = await openLine();
  const { hostname, port } = new URL(line.address());
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  socket.write(connectPacket([id, topics.status(id), "gone", id, "key"], 1));
  const began = performance.now();
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
  expect(performance.now() - began).toBeGreaterThan(1400);
  expect(await first).toBe(topics.status(id));
});

test("what was published last is sent before the end", async () => {
  const { line } = await openLine();
  const gateway = await pretendGateway(line.address(), id);
  line.publish(topics.ack(id), encodeAck({ time: 1, retryAfterS: 5 }));
  await line.close();
  expect(await gateway.hear("ack")).toEqual({ time: 1, retryAfterS: 5 });
});

test("closing ends connections that never said who they are", async () => {
  const { line } = await openLine();
  const { hostname, port } = new URL(line.address());
  const socket = connect({ host: hostname, port: Number(port) });
  await new Promise((resolve) => socket.once("connect", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  await line.close();
  await closed;
});

test("a taken port says which setting changes it", async () => {
  const { line } = await openLine();
  const port = Number(new URL(line.address()).port);
  const second = await embeddedLine({
    host: "127.0.0.1",
    port,
    door: { admit: async () => true, admitPeer: async () => true, turnedAway: () => {}, refused: () => {} },
  });
  onTestFinished(() => second.close());
  const opening = second.open(
    async () => {},
    () => {},
  );
  await expect(opening).rejects.toThrow(`PORT_TAKEN: port ${port} on 127.0.0.1 is taken; --mqtt-port chooses another`);
});
