/** What is written here of Pulsar's protocol, against code and a client that others made from its definition. */
import { createRequire } from "node:module";
import protobuf from "protobufjs";
import { describe, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../../test/kit/pulsar-broker.ts";
import { holdForTest } from "../../../../test/kit/pulsar-hold.ts";
import { until } from "../../../../test/kit/until.ts";
import { crc32c } from "./crc32c.ts";
import { definitions } from "./definitions.ts";

type Theirs = Record<
  string,
  { deserializeBinary(bytes: Uint8Array): { toObject(): object } } & Record<string, unknown>
>;
type Flex = Record<"Producer" | "Consumer", new (options: object) => FlexClient>;
type FlexClient = {
  create(): Promise<void>;
  close(): Promise<void>;
  sendMessage(message: { payload: string }): Promise<boolean>;
  sendBatch(batch: { messages: { payload: string }[] }): Promise<boolean>;
  subscribe(): Promise<void>;
  unsubscribe(): Promise<void>;
  run(options: { autoAck: boolean; onMessage(came: { message: Buffer; ack(): Promise<void> }): Promise<void> }): void;
};

/** A client of others, with what its protobuf compiler made of the whole definition. Neither has types. */
const require = createRequire(import.meta.url);
const theirs = require("pulsar-flex/src/commands/protocol/pulsar/pulsar_pb.js") as Theirs;
const flex = require("pulsar-flex") as Flex;

const { root } = protobuf.parse(definitions);
const nested = (root.lookup("pulsar.proto") as protobuf.Namespace).nestedArray;
const types = nested.filter((one) => one instanceof protobuf.Type);
const enums = [...nested, ...types.flatMap((type) => type.nestedArray)].filter((one) => one instanceof protobuf.Enum);

const values: Readonly<Record<string, unknown>> = { string: "x", bytes: Buffer.from([1, 2]), bool: true };

/** Every field has a value that is not its default. */
function full(type: protobuf.Type): Record<string, unknown> {
  return Object.fromEntries(
    type.fieldsArray.map((field) => {
      const { resolvedType } = field.resolve();
      const number = resolvedType instanceof protobuf.Enum ? 1 : 3;
      const one = resolvedType instanceof protobuf.Type ? full(resolvedType) : (values[field.type] ?? number);
      return [field.name, field.repeated ? [one] : one];
    }),
  );
}

/** `message_id` is `messageIdList` with them where it is repeated. */
function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      `${name}${Array.isArray(part) && !name.endsWith("List") ? "List" : ""}`.toLowerCase(),
      lowered(part),
    ]),
  );
}

test.each(types.map((type) => [type.name, type] as const))("%s has the published fields and numbers", (name, type) => {
  const bytes = type.encode(type.fromObject(full(type))).finish();
  const ours = type.toObject(type.decode(bytes), { longs: Number, bytes: String });
  expect(lowered(theirs[name]?.deserializeBinary(bytes).toObject())).toMatchObject(lowered(ours) as object);
});

test.each(enums.map((one) => [one.fullName, one] as const))(
  "%s has the published numbers",
  (_, { name, parent, values }) => {
    const owner = parent instanceof protobuf.Type ? theirs[parent.name] : theirs;
    const upper = Object.entries(values).map(([key, value]) => [key.toUpperCase(), value]);
    expect((owner as Record<string, unknown>)[name]).toMatchObject(Object.fromEntries(upper));
  },
);

test("the checksum gives the published values", () => {
  // [RFC 3720 §B.4]
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, n) => n)))).toBe(0x46dd794e);
});

describe("pulsar-flex", () => {
  const topic = "aep-msgpush/1/all";
  const about = (port: number) => ({
    ...{ topic: `persistent://${topic}`, discoveryServers: [`127.0.0.1:${port}`], jwt: "a-token" },
    logCreator: () => () => {},
  });

  test("produces single messages and a batch, which our line stores and acknowledges", async () => {
    const broker = await startBroker({ token: "a-token" });
    const producer = new flex.Producer(about(broker.port));
    await producer.create();
    onTestFinished(() => producer.close().catch(() => {}));
    await producer.sendMessage({ payload: "one" });
    await producer.sendBatch({ messages: ["two", "three", "四"].map((payload) => ({ payload })) });
    const { taken, stop } = holdForTest({ url: broker.url, token: "a-token", topics: [topic] });
    await until("all came", () => taken.length === 4);
    await until("all are acknowledged", () => broker.topics.backlog(`persistent://${topic}`, "1") === 0);
    expect(taken.map(({ body }) => Buffer.from(body).toString())).toEqual(["one", "two", "three", "四"]);
    expect(await stop()).toBe("enough");
  });

  test("consumes from the stand-in what others put there, and what it leaves comes to us", async () => {
    const broker = await startBroker({ token: "a-token" });
    const consumer = new flex.Consumer({
      ...{ ...about(broker.port), subscription: "1", subType: 1, consumerName: "flex", receiveQueueSize: 10 },
    });
    await consumer.subscribe();
    const seen: string[] = [];
    consumer.run({
      autoAck: false,
      async onMessage({ message, ack }) {
        seen.push(message.toString());
        if (message.toString() !== "left") await ack();
      },
    });
    broker.publish(topic, ["taken"]);
    broker.publish(topic, ["left"]);
    await until("it saw both", () => seen.length === 2);
    await until("one is acknowledged", () => broker.topics.backlog(`persistent://${topic}`, "1") === 1);
    await consumer.unsubscribe();
    const { taken, stop } = holdForTest({ url: broker.url, token: "a-token", topics: [topic] });
    await until("the other came to us", () => taken.length === 1);
    expect(Buffer.from(taken[0]?.body ?? []).toString()).toBe("left");
    await stop();
  });
});
