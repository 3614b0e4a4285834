/** What the rig sees on the line, and how it spoils a batch without breaking a packet. */
import { expect, it } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import { encodeGap } from "../../core/gap.ts";
import type { Epoch, GatewayId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import { topics } from "../../core/topics.ts";
import { event, readingsFrom } from "../kit/samples.ts";
import { overseer } from "./overseer.ts";
import { packetCutter, publishIn } from "./packets.ts";
import { makePoison } from "./poison.ts";
import { listenForAlerts } from "./said-alerts.ts";
import { chanceFrom } from "./seeded.ts";

/** [MQTT 3.1.1 §3.3] A PUBLISH of QoS 1 with packet id 7. */
function publish(topic: string, body: Uint8Array): Buffer {
  const length = 2 + topic.length + 2 + body.length;
  const head = [0x32, (length % 128) | 0x80, length >> 7, topic.length >> 8, topic.length & 0xff];
  return Buffer.concat([Buffer.from(head), Buffer.from(topic), Buffer.from([0, 7]), body]);
}

const ping = Buffer.from([0xc0, 0]);
const topicOf = (lane: Lane, from: number) => topics.batch("gw" as GatewayId, lane, "e" as Epoch, from);
const dataFrom = (from: number, n: number) => publish(topicOf("data", from), encodeBatch(readingsFrom(5, n)));

it("cuts a stream into its packets, however it arrives", () => {
  const packets = [dataFrom(0, 300), ping, dataFrom(300, 1)];
  const stream = Buffer.concat(packets);
  for (const size of [1, 3, 64, stream.length]) {
    const cut = packetCutter();
    const found: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) found.push(...cut(stream.subarray(at, at + size)));
    expect(found).toEqual(packets);
  }
  expect(publishIn(ping)).toBeNull();
  expect(publishIn(packets[2] as Buffer)?.topic).toBe(topicOf("data", 300));
});

it("spoils every batch with the poison record, no other, and sees that it is given up", () => {
  const poison = makePoison(chanceFrom(1));
  const pass = overseer(poison, listenForAlerts())();
  poison.befall("data");
  const isSpoiled = (packet: Buffer) => !Buffer.concat(pass(Buffer.from(packet))).equals(packet);
  expect(isSpoiled(dataFrom(10, 8))).toBe(true);
  const offset = poison.victims()[0]?.offset ?? Number.NaN;
  expect(isSpoiled(dataFrom(offset, 1))).toBe(true);
  expect([dataFrom(offset + 1, 5), dataFrom(0, offset), ping].map(isSpoiled)).toEqual([false, false, false]);
  const gap = encodeGap({ count: 1, why: "quarantined", series: [] });
  expect(isSpoiled(publish(topicOf("data", offset), gap))).toBe(false);
  expect(poison.victims()).toMatchObject([{ spoiled: 2, isGivenUp: true }]);
  expect(poison.done()).toEqual({ readings: 1, alerts: 0 });
});

it("lets a poisoned alert pass after it was refused in every form and offered once more", () => {
  const poison = makePoison(chanceFrom(1));
  const pass = overseer(poison, listenForAlerts())();
  poison.befall("alert");
  const packet = publish(topicOf("alert", 0), encodeAlerts([event("raised", 5)]));
  const passed = Array.from({ length: 8 }, () => Buffer.concat(pass(Buffer.from(packet))).equals(packet));
  expect(passed).toEqual([false, false, false, false, false, false, true, true]);
  expect(poison.done()).toEqual({ readings: 0, alerts: 1 });
});

it("hears both ends of an alert", () => {
  const alerts = listenForAlerts();
  const pass = overseer(makePoison(chanceFrom(1)), alerts)();
  const [raised, cleared] = [event("raised", 5), { ...event("cleared", 9), value: 0.5 }];
  pass(publish(topicOf("alert", 0), encodeAlerts([raised])));
  pass(publish(topicOf("alert", 1), encodeAlerts([{ ...cleared, alert: raised.alert }])));
  expect(alerts.list()).toMatchObject([{ id: raised.alert, raised: raised.value, cleared: 0.5 }]);
});
