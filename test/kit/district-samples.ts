/** For tests: cases and devices in numbers, as the hub keeps them. */
import type { Device } from "../../core/device.ts";
import type { DeviceId, EventId, GatewayId, TicketId } from "../../core/id.ts";
import type { Changes } from "../../hub/changes.ts";
import type { Tables } from "../../hub/store/store.ts";
import { openTicket } from "../../hub/tickets/open.ts";
import { devices } from "./samples.ts";

export const gateway = "gw-1" as GatewayId;

/** A device that lacks nothing the district asks for. */
export function coverAt(n: number | string, more: Partial<Device> = {}): Device {
  const [, cover] = devices as [Device, Device];
  return { ...cover, id: `cover-${n}` as DeviceId, class: "CJ/T 214:0103", ...more };
}

/** A case that somebody reported by telephone. */
export async function openCase(tables: Tables, id: string, changes: Changes, now: number): Promise<TicketId> {
  const names = { id: id as TicketId, event: `open-${id}` as EventId };
  const what = { title: { zh: "井盖松动", en: "Loose cover" }, place: "东昌小区 东门", severity: 2 as const };
  return openTicket(tables, { ...names, ...what, source: "hotline", openedAt: now, by: "12345" }, changes, now);
}
