/** Writes into the district's feed what changed about devices, in the transaction that changes them. */
import { type Device, gatewayModel } from "../../../core/device.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Store, Tables } from "../../store/store.ts";
import { hashOf, itemOf } from "./item.ts";

/** `devices`: all that the gateway has now; who is not among them is gone. What is as it was makes no change. */
export async function noteInventory(
  { inventory }: Tables,
  gateway: GatewayId,
  devices: readonly Device[],
  now: number,
): Promise<void> {
  const known = new Map((await inventory.listOf(gateway)).map((row) => [row.device, row]));
  // The gateway tells of itself as of a device: it is the network's, not an object of the city.
  for (const device of devices.filter(({ model }) => model !== gatewayModel)) {
    const item = itemOf(gateway, device);
    const hash = hashOf(item);
    if (known.get(device.id)?.hash !== hash) await inventory.put({ gateway, device: device.id, item, hash, at: now });
    known.delete(device.id);
  }
  for (const { device, hash } of known.values())
    if (hash !== null) await inventory.put({ gateway, device, item: null, hash: null, at: now });
}

/** Holds the feed to the devices that are registered: those from before there was a feed come in. */
export async function fillInventory(store: Store, now: number): Promise<void> {
  const gateways = await store.read((tables) => tables.gateways.list());
  for (const { id } of gateways)
    await store.transaction(async (tables) => {
      const devices = (await tables.devices.list(id)).filter(({ registered }) => registered);
      const documents = devices.flatMap(({ document }) => (document === null ? [] : [document]));
      await noteInventory(tables, id, documents, now);
    });
}

export function splitId(id: string): { gateway: GatewayId; device: DeviceId } {
  const [gateway, device] = id.split("/");
  return { gateway: gateway as GatewayId, device: device as DeviceId };
}
