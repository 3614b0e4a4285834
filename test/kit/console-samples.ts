/** For tests: makers of what the API answers, as the console reads it. */
import type { AlertView, DeviceView, FaultView, GatewayView, TicketView } from "../../hub/http/views.ts";

const both = (text: string) => ({ zh: text, en: text });

export function ticketView(over: Partial<TicketView>): TicketView {
  return {
    id: "T1",
    source: "sensor",
    alert: "A1",
    gateway: "gw-1",
    device: "pit-1",
    title: both("水位高"),
    place: "东昌小区 3号楼 B1 水泵房",
    severity: 2,
    class: { code: "local:flood", name: "积水" },
    state: "reported",
    openedAt: 100,
    changedAt: 100,
    tier: 1,
    warned: "none",
    supervised: false,
    reviews: 1,
    sensorInAlarm: true,
    moves: ["admit", "void"],
    ...over,
  };
}

export function alertView(over: Partial<AlertView>): AlertView {
  return {
    id: "A1",
    gateway: "gw-1",
    device: "pit-1",
    rule: "high",
    point: "level",
    severity: 2,
    title: both("水位高"),
    place: "东昌小区 3号楼 B1 水泵房",
    state: "unacknowledged",
    standing: over.state ?? "unacknowledged",
    raisedAt: 100,
    late: false,
    receivedAt: 101,
    changedAt: 101,
    value: 1.85,
    count: 1,
    ticket: "T1",
    ...over,
  };
}

export function gatewayView(over: Partial<GatewayView>): GatewayView {
  return {
    id: "gw-1",
    title: "东昌小区",
    place: "东昌小区",
    state: "online",
    life: "in-service",
    quarantine: false,
    since: 0,
    session: 1,
    backlog: { data: 0, alert: 0 },
    devices: 1,
    openAlerts: 0,
    ...over,
  };
}

/** A level gauge that measured 1 m at `at`. */
export function deviceView({ at, ...over }: Partial<DeviceView> & { at: number }): DeviceView {
  const latest = { at, receivedAt: at, value: 1, quality: 0 };
  const level = { id: "level", title: both("水位"), kind: "number", unit: "m", latest } as DeviceView["points"][number];
  return {
    gateway: "gw-1",
    id: "pit-1",
    registered: true,
    life: "in-service",
    quarantine: false,
    title: both("液位计"),
    place: "东昌小区 3号楼 B1 水泵房",
    health: { state: "well" },
    freshMs: 300_000,
    points: [level],
    ...over,
  };
}

export function faultView(over: Partial<FaultView>): FaultView {
  return { id: 1, at: 100, gateway: "gw-1", code: "FIELD_SILENT", detail: "", cure: "", count: 1, ...over };
}
