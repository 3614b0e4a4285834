/** Asks a technician to look at what came by itself, since adopting is theirs: one task a gateway, ended when nothing of it waits. */
import { gatewayModel } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Tables } from "../store/store.ts";
import { calledGateway } from "./called.ts";

export const announcedTask = "DEVICES_ANNOUNCED";

export async function settleAnnounced(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  const { total } = await tables.devices.page({ gateway, life: "announced", withoutSelf: true }, 1);
  if (total === 0) return tables.tasks.settle(announcedTask, gateway, "hub", now);
  await ask(tables, gateway, now);
}

/** After one device came: what it ends is nothing, and what it asks for is asked once. */
export async function askAnnounced(
  tables: Tables,
  { gateway, device }: { gateway: GatewayId; device: DeviceId },
  now: number,
): Promise<void> {
  const row = await tables.devices.find(gateway, device);
  if (row?.entry.life === "announced" && row.document?.model !== gatewayModel) await ask(tables, gateway, now);
}

async function ask(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  if (await tables.tasks.isOpen(announcedTask, gateway)) return;
  const { zh, en } = await calledGateway(tables, gateway);
  const text = {
    zh: `${zh}有没确认过的设备。到“设备 › 待接纳”看一眼，认得的点“接纳”，不认得的请装的人说明。`,
    en: `${en} has devices nobody approved. Open Devices › Quarantine and adopt what you know; ask who hung the rest.`,
  };
  await tables.tasks.raise({ kind: announcedTask, subject: gateway, for: "technician", text }, now);
}
