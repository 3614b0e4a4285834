/** For tests: a registration with a level transmitter and a cover contact, and events of theirs. */
import { createHash } from "node:crypto";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { Device } from "../../core/device.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import type { Reading } from "../../core/reading.ts";
import { type Registration, registrationText } from "../../core/registration.ts";

export const pit = "pit-1" as DeviceId;
export const cover = "cover-3" as DeviceId;
export const level = "level" as PointId;
export const open = "open" as PointId;

export const devices: Device[] = [
  {
    id: pit,
    model: "level-4-20ma",
    title: { zh: "集水坑水位", en: "Pit level" },
    place: "东昌小区 3号楼 B1 水泵房",
    points: [{ id: level, title: { zh: "水位", en: "Level" }, kind: "number", unit: "m", range: [0, 5] }],
    rules: [
      {
        id: "high" as RuleId,
        point: level,
        when: { above: 1.2, clearBelow: 1 },
        severity: 2,
        title: { zh: "水位过高", en: "Level too high" },
      },
    ],
  },
  {
    id: cover,
    model: "cover-contact",
    title: { zh: "井盖", en: "Manhole cover" },
    place: "东昌小区 东门",
    points: [{ id: open, title: { zh: "状态", en: "State" }, kind: "boolean" }],
    rules: [
      {
        id: "lifted" as RuleId,
        point: open,
        when: { equals: true },
        severity: 1,
        title: { zh: "井盖被打开", en: "Cover lifted" },
        advice: { zh: "先围挡", en: "Fence it off first" },
      },
    ],
  },
];

export function registrationOf(name: string, more: Partial<Registration> = {}): Registration {
  const bare = { gateway: name as GatewayId, title: "东昌小区网关", place: "东昌小区 门卫室", devices, ...more };
  return { ...bare, hash: createHash("sha256").update(registrationText(bare)).digest("hex") };
}

export function reading(at: number, value: Reading["value"], point = level, device = pit): Reading {
  return { device, point, at, value, quality: 0 };
}

/** `n` readings of the pit's level, a second apart. */
export function readingsFrom(start: number, n: number): Reading[] {
  return Array.from({ length: n }, (_, i) => reading(start + i * 1000, i / 100));
}

export function event(kind: SensorEvent["kind"], at: number, more: Partial<SensorEvent> = {}): SensorEvent {
  const ids = { alert: "alert-1" as AlertId, ticket: "ticket-1" as TicketId, rule: "lifted" as RuleId };
  const steady = { ...ids, device: cover, point: open, severity: 1 as const, quality: 0 };
  return { kind, at, value: kind === "raised", ...steady, ...more };
}
