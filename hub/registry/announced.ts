/** Asks a technician to look at what came by itself, since adopting is theirs: one task a gateway, ended when nothing of it waits. */
import { gatewayModel } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Tables } from "../store/store.ts";
import { calledGateway } from "./called.ts";

export const announcedTask = "DEVICES_ANNOUNCED";
/** The same behind a platform: there somebody has to say what each is. */
export const adoptionTask = "DEVICES_TO_ADOPT";

export async function settleAnnounced(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  const { total } = await tables.devices.page({ gateway, life: "announced", withoutSelf: true }, 1);
  const isOfPlatform = (await tables.gateways.kindOf(gateway)) === "platform";
  const kind = isOfPlatform ? adoptionTask : announcedTask;
  if (total === 0) return tables.tasks.settle(kind, gateway, "hub", now);
  const text = await textFor(tables, gateway, isOfPlatform ? total : null);
  const open = (await tables.tasks.openOf(kind)).find(({ subject }) => subject === gateway);
  if (open !== undefined && (!isOfPlatform || open.text.zh === text.zh)) return;
  await tables.tasks.raise({ kind, subject: gateway, for: "technician", text }, now);
}

/** After one device came: what it ends is nothing, and what it asks for is asked once. */
export async function askAnnounced(
  tables: Tables,
  { gateway, device }: { gateway: GatewayId; device: DeviceId },
  now: number,
): Promise<void> {
  const row = await tables.devices.find(gateway, device);
  if (row?.entry.life === "announced" && row.document?.model !== gatewayModel)
    await settleAnnounced(tables, gateway, now);
}

/** `count`: of a platform, where they wait for somebody to say what they are; how many is told anew with each. */
async function textFor(tables: Tables, gateway: GatewayId, count: number | null): Promise<Bilingual> {
  const { zh, en } = await calledGateway(tables, gateway);
  if (count !== null)
    return {
      zh: `${zh}有 ${count} 台设备等认领，认领前它们说的话只是存着。到“平台接入 › 设备”选型号、写位置，点“认领”。`,
      en: `${en} has ${count} devices to adopt; until then what they say only waits. Open Platforms › Devices, say what and where they are, and adopt them.`,
    };
  return {
    zh: `${zh}有没确认过的设备。到“设备 › 待接纳”看一眼，认得的点“接纳”，不认得的请装的人说明。`,
    en: `${en} has devices nobody approved. Open Devices › Quarantine and adopt what you know; ask who hung the rest.`,
  };
}
