/** Writes into the district's feed what changed about devices, in the transaction that changes them. */
import { type Device, gatewayModel } from "../../../core/device.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { meaning } from "../../registry/life.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { InventoryRow } from "../../store/inventory.ts";
import type { Store, Tables } from "../../store/store.ts";
import { hashOf, itemFacts, itemOf } from "./item.ts";

/** Brings the feed to what the registry has of the gateway now; who is not shared any more is gone. What is as it was makes no change. */
export async function noteInventory(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  const { inventory } = tables;
  const books = await readBooks(tables);
  const known = new Map((await inventory.listOf(gateway)).map((row) => [row.device, row]));
  for (const row of (await tables.devices.list(gateway)).filter(isShared)) {
    await noteRow(tables, row, known.get(row.id), books, now);
    known.delete(row.id);
  }
  for (const { device, hash } of known.values())
    if (hash !== null) await inventory.put({ gateway, device, item: null, hash: null, at: now });
}

/** The same for one device. */
export async function noteDevice(
  tables: Tables,
  { gateway, device }: { gateway: GatewayId; device: DeviceId },
  now: number,
): Promise<void> {
  const row = await tables.devices.find(gateway, device);
  const known = await tables.inventory.find(gateway, device);
  if (row !== null && isShared(row)) await noteRow(tables, row, known ?? undefined, await readBooks(tables), now);
  else if (known !== null && known.hash !== null)
    await tables.inventory.put({ gateway, device, item: null, hash: null, at: now });
}

async function noteRow(
  { inventory }: Tables,
  row: DeviceRow,
  known: InventoryRow | undefined,
  books: Books,
  now: number,
): Promise<void> {
  const item = itemOf(row.gateway, row.document as Device, itemFacts(row, books));
  const hash = hashOf(item);
  if (known?.hash !== hash) await inventory.put({ gateway: row.gateway, device: row.id, item, hash, at: now });
}

/** The gateway tells of itself as of a device: it is the network's, not an object of the city. */
function isShared({ registered, document, entry }: DeviceRow): boolean {
  return registered && document !== null && document.model !== gatewayModel && meaning[entry.life].shared;
}

/** Holds the feed to the devices that are registered: those from before there was a feed come in. */
export async function fillInventory(store: Store, now: number): Promise<void> {
  const gateways = await store.read((tables) => tables.gateways.list());
  for (const { id } of gateways) await store.transaction((tables) => noteInventory(tables, id, now));
}

export function splitId(id: string): { gateway: GatewayId; device: DeviceId } {
  const [gateway, device] = id.split("/");
  return { gateway: gateway as GatewayId, device: device as DeviceId };
}
