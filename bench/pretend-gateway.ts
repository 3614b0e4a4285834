/** A gateway that is only its messages: connects, registers, sends batches and hears what the hub has. */
import { createHash } from "node:crypto";
import { decodeAck } from "../core/ack.ts";
import { encodeBatch } from "../core/batch.ts";
import type { Device } from "../core/device.ts";
import type { DeviceId, Epoch, GatewayId, PointId, RuleId } from "../core/id.ts";
import { coverOf, type OffsetRanges } from "../core/offset-ranges.ts";
import type { Reading } from "../core/reading.ts";
import { registrationText } from "../core/registration.ts";
import { gatewaySubscriptions, parseTopic, topics } from "../core/topics.ts";
import { connectClient } from "./mqtt-client.ts";

export type PretendGateway = {
  /** Resolves when the hub has committed the readings. */
  send(readings: readonly Reading[]): Promise<void>;
  tellStatus(): void;
};

type Flight = { from: number; to: number; done: () => void };

const point = "level" as PointId;

/** Resolves when the hub has greeted it. */
export async function pretendGateway(url: string, id: GatewayId, sensors: number): Promise<PretendGateway> {
  const epochs = { data: `data-${id}` as Epoch, alert: `alert-${id}` as Epoch };
  const client = await connectClient(url, { clientId: id, username: id, password: `key of ${id}`, keepalive: 20 });
  let flights: Flight[] = [];
  let next = 0;
  let greeted = () => undefined as unknown;
  const greeting = new Promise<void>((done) => {
    greeted = done;
  });

  function land(have: OffsetRanges): void {
    const landed = flights.filter(({ from, to }) => coverOf(have, from, to) === "all");
    flights = flights.filter((flight) => !landed.includes(flight));
    for (const { done } of landed) done();
  }

  function tellStatus(): void {
    const status = { state: "online", boot: `boot-${id}`, session: 1, version: "bench", clock: "synced", epochs };
    const backlog = { data: 0, alert: 0 };
    client.publish(topics.status(id), JSON.stringify({ ...status, backlog }), { qos: 1, retain: true });
  }

  client.on("message", (topic, body) => {
    if (parseTopic(topic)?.kind !== "ack") return;
    const ack = decodeAck(body);
    if (ack.refused !== undefined) throw new Error(`${id}: ${ack.refused.code} ${ack.refused.detail}`);
    if (ack.data === undefined) return;
    greeted();
    land(ack.data.have);
  });
  await client.subscribeAsync(gatewaySubscriptions(id), { qos: 1 });
  tellStatus();
  await client.publishAsync(topics.devices(id), registration(id, sensors), { qos: 1, retain: true });
  await greeting;
  return {
    tellStatus,
    send: (readings) =>
      new Promise((done) => {
        const from = next;
        next += readings.length;
        flights.push({ from, to: next, done });
        client.publish(topics.batch(id, "data", epochs.data, from), Buffer.from(encodeBatch(readings)), { qos: 1 });
      }),
  };
}

const deviceOf = (sensor: number) => `sensor-${sensor}` as DeviceId;

/** Reading `n` of a gateway that asks its sensors in turn; levels below what the rule raises at. */
export function pretendReading(n: number, sensors: number, at: number): Reading {
  const value = Math.round(100 + 30 * Math.sin(n / 9)) / 100;
  return { device: deviceOf(n % sensors), point, at, value, quality: 0 };
}

function registration(gateway: GatewayId, sensors: number): string {
  const title = { zh: "水位", en: "Level" };
  const rule = { id: "high" as RuleId, point, when: { above: 9 }, severity: 2 as const, title };
  const devices = Array.from({ length: sensors }, (_, i): Device => {
    const points = [{ id: point, title, kind: "number" as const, unit: "m" }];
    return { id: deviceOf(i), model: "water-gauge", title, place: "bench", points, rules: [rule] };
  });
  const bare = { gateway, title: "bench", place: "bench", devices };
  return JSON.stringify({ ...bare, hash: createHash("sha256").update(registrationText(bare)).digest("hex") });
}
