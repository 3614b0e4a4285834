/** What the hub needs of a line, run for the embedded broker and for one of somebody else. */
import { createServer } from "node:net";
import { Aedes } from "aedes";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeAck } from "../../core/ack.ts";
import { largestBody } from "../../core/body.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pretendGateway, silent } from "../../test/kit/quiet-hub.ts";
import { embeddedLine } from "./embedded.ts";
import { externalLine } from "./external.ts";
import type { Line } from "./line.ts";

const everyone = { admit: async () => true, admitPeer: async () => true, turnedAway: () => {}, refused: () => {} };
const id = "gw-1" as GatewayId;

const implementations: Record<string, () => Promise<Line>> = {
  embedded: () => embeddedLine({ host: "127.0.0.1", port: 0, door: everyone }),
  async external() {
    const broker = await Aedes.createBroker();
    const server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve()))));
    const { port } = server.address() as { port: number };
    return externalLine({ url: `mqtt://127.0.0.1:${port}`, log: silent });
  },
};

type Message = { topic: string; body: Uint8Array };

/** An open line and a way to wait for what it delivers. */
async function opened(make: () => Promise<Line>, room: () => Promise<void> = async () => {}) {
  const line = await make();
  onTestFinished(() => line.close());
  const messages: Message[] = [];
  let look = () => {};
  const deliver = async (topic: string, body: Uint8Array) => {
    messages.push({ topic, body });
    look();
    await room();
  };
  await new Promise<void>((resolve, reject) => line.open(deliver, resolve).catch(reject));
  const next = (count: number) =>
    new Promise<Message[]>((resolve) => {
      look = () => messages.length >= count && resolve(messages);
      look();
    });
  return { line, next, messages };
}

describe.each(Object.entries(implementations))("%s", (_name, make) => {
  test("what a gateway publishes arrives with its topic, byte for byte", async () => {
    const { line, next } = await opened(make);
    const gateway = await pretendGateway(line.address(), id);
    const body = Buffer.from([0x82, 0, 255, 128]);
    await gateway.say(topics.batch(id, "data", "e" as never, 7), body);
    await gateway.say(topics.status(id), "x");
    const [first, second] = await next(2);
    expect(first).toMatchObject({ topic: "lilong/1/gw-1/data/e/7" });
    expect(Buffer.from(first?.body as Uint8Array).equals(body)).toBe(true);
    expect(second?.topic).toBe("lilong/1/gw-1/status");
  });

  test("what the hub publishes reaches the gateway it is for, and no other", async () => {
    const { line } = await opened(make);
    const gateway = await pretendGateway(line.address(), id);
    const other = await pretendGateway(line.address(), "gw-2");
    line.publish(topics.ack(id), encodeAck({ time: 1 }));
    line.publish(topics.ack("gw-2" as GatewayId), encodeAck({ time: 2 }));
    expect(await gateway.hear("ack")).toEqual({ time: 1 });
    expect(await other.hear("ack")).toEqual({ time: 2 });
  });

  test("a retained message is there for a gateway that comes later", async () => {
    const { line, next } = await opened(make);
    const early = await pretendGateway(line.address(), id);
    line.publish(topics.desired(id), JSON.stringify({ hash: "h" }), { retain: true });
    await early.hear("desired");
    early.client.end(true);
    const late = await pretendGateway(line.address(), id);
    expect(await late.hear("desired")).toEqual({ hash: "h" });
    await late.say(topics.status(id), "x");
    expect(await next(1)).toHaveLength(1);
  });

  test("a body that is too large arrives, still too large, and does not end the connection", async () => {
    const { line, next } = await opened(make);
    const gateway = await pretendGateway(line.address(), id);
    await gateway.say(topics.open(id), Buffer.alloc(5 * largestBody, 0x80));
    await gateway.say(topics.status(id), "x");
    const [large, small] = await next(2);
    expect(large?.body.length).toBeGreaterThan(largestBody);
    expect(large?.body.length).toBeLessThan(2 * largestBody);
    expect(small?.topic).toBe(topics.status(id));
  });

  test("a gateway is held back until there is room, and nothing is lost", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { line, next } = await opened(make, () => held);
    const gateway = await pretendGateway(line.address(), id);
    const said = Promise.all(Array.from({ length: 50 }, (_, i) => gateway.say(topics.open(id), `${i}`)));
    await next(1);
    release();
    await said;
    expect((await next(50)).map(({ body }) => Buffer.from(body).toString())).toEqual(
      Array.from({ length: 50 }, (_, i) => `${i}`),
    );
  });

  test("a line that is closed is down and says nothing", async () => {
    const { line } = await opened(make);
    expect(line.isUp()).toBe(true);
    await line.close();
    expect(line.isUp()).toBe(false);
    line.publish(topics.ack(id), "{}");
  });
});
