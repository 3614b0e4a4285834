/** Bytes a reading costs on the wire, MQTT headers and acknowledgement included, beside JSON. */
import { encodeAck } from "../core/ack.ts";
import { encodeAlerts } from "../core/alert-batch.ts";
import type { AlertEvent } from "../core/alert-event.ts";
import { encodeBatch } from "../core/batch.ts";
import type { DeviceId, Epoch, GatewayId, PointId } from "../core/id.ts";
import type { Reading } from "../core/reading.ts";
import { encodeSenml } from "../core/senml.ts";
import { topics } from "../core/topics.ts";
import { machine } from "./machine.ts";
import type { Row, Table } from "./table.ts";

const gateway = "gw-dongchang" as GatewayId;
const epoch = "AbCdEfGhIjKl" as Epoch;
const start = 1_790_000_000_000;

/** What an ordinary gateway reads: five devices, level and voltage, a few seconds apart. */
function readings(count: number): Reading[] {
  return Array.from({ length: count }, (_, i) => ({
    device: `pit-${i % 5}` as DeviceId,
    point: (i % 10 < 8 ? "level" : "battery") as PointId,
    at: start + i * 200 + ((i * 7) % 13),
    value: i % 10 < 8 ? Math.round(100 + 30 * Math.sin(i / 9)) / 100 : Math.round(3600 - i) / 1000,
    quality: 0,
  }));
}

/** Fixed header, topic, packet id, body; then PUBACK 4 bytes, the hub's ack and its PUBACK. */
function onWire(topic: string, body: number): number {
  const ack = encodeAck({ data: { epoch, have: [[0, 1_000_000]] }, time: start });
  return packet(topic, body) + 4 + packet(topics.ack(gateway), ack.length) + 4;
}

function packet(topic: string, body: number): number {
  const rest = 2 + topic.length + 2 + body;
  return 1 + Math.ceil(Math.log2(rest + 1) / 7) + rest;
}

export async function wire(): Promise<Table> {
  const topic = topics.batch(gateway, "data", epoch, 1_000_000);
  const perReading = (count: number) => onWire(topic, encodeBatch(readings(count)).length) / count;
  const json = (count: number) => packet(topics.open(gateway), encodeSenml(readings(count)).length) / count;
  const event: AlertEvent = {
    kind: "raised",
    alert: "01JD5V7Q0M8X3R2Y6T9K4W1ZBC" as never,
    ticket: "01JD5V7Q0M8X3R2Y6T9K4W1ZBD" as never,
    device: "pit-1" as DeviceId,
    rule: "high" as never,
    point: "level" as PointId,
    severity: 2,
    at: start,
    value: 1.23,
    quality: 0,
  };
  const alert = packet(topics.batch(gateway, "alert", epoch, 10), encodeAlerts([event]).length) + 4;
  const row = (figure: string, value: number, most?: number): Row =>
    most === undefined
      ? { figure, value, unit: "bytes" }
      : { figure, value, unit: "bytes", target: `≤ ${most}`, met: value <= most };
  return {
    title: "wire bytes a reading, headers and acknowledgements in",
    machine: machine(),
    rows: [
      row("column batch of 100", perReading(100), 8),
      row("column batch of 20", perReading(20), 20),
      row("one alert event, its own message, without the hub's ack", alert),
      row("one reading, its own message", perReading(1), 200),
      row("peer: SenML JSON of 100", json(100)),
      row("peer: SenML JSON, one a message", json(1)),
      { figure: "ratio: column batch of 100 to SenML JSON of 100", value: perReading(100) / json(100), unit: "" },
    ],
  };
}
