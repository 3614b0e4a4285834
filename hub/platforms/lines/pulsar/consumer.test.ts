/** How messages are taken from a stand-in broker: so many at once, acknowledged once stored, left there where they cannot be opened. */
import { expect, test } from "vitest";
import { type Broker, startBroker } from "../../../../test/kit/pulsar-broker.ts";
import { holdForTest } from "../../../../test/kit/pulsar-hold.ts";
import { until } from "../../../../test/kit/until.ts";
import type { Came } from "../../intake/intake.ts";

const topic = "aep-msgpush/1/all";
const backlog = ({ topics }: Broker) => topics.backlog(`persistent://${topic}`, "1");
const acks = ({ heard }: Broker) => heard.filter(({ kind }) => kind === "ack").length;
const texts = (taken: Came[]) => taken.map(({ body }) => Buffer.from(body).toString());
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`);

/** Stores when it is told to. */
function slowDisk() {
  const waiting: { came: Came; done(): void; fail(error: Error): void }[] = [];
  const take = (came: Came) => new Promise<void>((done, fail) => waiting.push({ came, done, fail }));
  return { waiting, take };
}

test("a batch of 100 is acknowledged once, when the last of it is stored", async () => {
  const broker = await startBroker();
  broker.publish(topic, numbered(100), { compression: "ZSTD" });
  const disk = slowDisk();
  holdForTest({ url: broker.url }, { take: disk.take });
  await until("all of it came", () => disk.waiting.length === 100);
  for (const { done } of disk.waiting.slice(1)) done();
  broker.say({ kind: "ping", body: {} });
  await until("it did what it had to do", () => broker.heard.some(({ kind }) => kind === "pong"));
  expect(acks(broker)).toBe(0);
  disk.waiting[0]?.done();
  await until("it is acknowledged", () => backlog(broker) === 0);
  expect(acks(broker)).toBe(1);
});

test("what could not be stored ends the session unacknowledged, and comes again to the next", async () => {
  const broker = await startBroker();
  for (const text of ["one", "two", "three"]) broker.publish(topic, [text]);
  const disk = slowDisk();
  const first = holdForTest({ url: broker.url }, { take: disk.take });
  await until("all came", () => disk.waiting.length === 3);
  disk.waiting[1]?.done();
  await until("one is acknowledged", () => backlog(broker) === 2);
  disk.waiting[0]?.fail(new Error("the disk is full"));
  expect(await first.over).toBe("Error: the disk is full");
  const next = holdForTest({ url: broker.url });
  await until("the others came", () => next.taken.length === 2);
  expect(texts(next.taken)).toEqual(["one", "three"]);
  await until("they are acknowledged", () => backlog(broker) === 0);
});

test("no more than 200 are under way, and more are asked for as they are stored", async () => {
  const broker = await startBroker();
  for (const text of numbered(1000)) broker.publish(topic, [text]);
  let [now, most] = [0, 0];
  const stored: string[] = [];
  const take = async ({ body }: Came) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    stored.push(Buffer.from(body).toString());
  };
  holdForTest({ url: broker.url }, { take });
  await until("all are acknowledged", () => backlog(broker) === 0);
  expect(stored).toEqual(numbered(1000));
  expect(most).toBeLessThanOrEqual(200);
});

test("beyond 8 MB under way nothing more is read, and then all comes", async () => {
  const broker = await startBroker();
  const large = Array.from({ length: 4 }, () => Buffer.alloc(1_000_000));
  for (let n = 0; n < 12; n++) broker.publish(topic, large);
  const disk = slowDisk();
  holdForTest({ url: broker.url }, { take: disk.take });
  await until("three entries came", () => disk.waiting.length === 12);
  let stored = 0;
  await until("all are acknowledged", () => {
    expect(disk.waiting.length - stored).toBeLessThanOrEqual(16);
    disk.waiting[stored]?.done();
    stored += disk.waiting[stored] === undefined ? 0 : 1;
    return backlog(broker) === 0;
  });
  expect(stored).toBe(48);
});

test("what cannot be opened is told and stays at the broker; what follows is taken", async () => {
  const broker = await startBroker();
  broker.publish(topic, ["packed"], { about: { compression: 9, uncompressedSize: 6 } });
  broker.publish(topic, ["locked"], { about: { encryptionKeys: [{ key: "k", value: Buffer.from("v") }] } });
  broker.topics.put(`persistent://${topic}`, Buffer.from("0e01000000000000", "hex"), 1);
  broker.publish(topic, ["plain"]);
  const held = holdForTest({ url: broker.url });
  await until("the plain one is acknowledged", () => backlog(broker) === 3);
  expect(texts(held.taken)).toEqual(["plain"]);
  expect(held.refused.map((why) => why.replace(/^message 7:(\d) of \S+ /, "$1 "))).toEqual([
    "0 stays at the broker: its compression (9) is not known here",
    "1 stays at the broker: it is encrypted by its producer; only plain ones can be read",
    "2 stays at the broker: its checksum is wrong",
  ]);
});

test("hundreds that cannot be opened do not keep the others away", async () => {
  const broker = await startBroker();
  for (let n = 0; n < 500; n++) broker.publish(topic, ["packed"], { about: { compression: 9, uncompressedSize: 6 } });
  broker.publish(topic, ["plain"]);
  const held = holdForTest({ url: broker.url });
  await until("the plain one came", () => held.taken.length === 1);
  expect(held.refused).toHaveLength(500);
});

test("a message that is too long to be kept is told and passed over", async () => {
  const broker = await startBroker();
  broker.publish(topic, [Buffer.alloc(1_100_000), "short"], { compression: "LZ4" });
  const held = holdForTest({ url: broker.url });
  await until("it is acknowledged", () => backlog(broker) === 0);
  expect(texts(held.taken)).toEqual(["short"]);
  expect(held.refused).toEqual([`a message of ${topic} has 1100000 bytes; 1048576 are the most`]);
});
