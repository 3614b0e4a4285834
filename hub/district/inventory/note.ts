/** Writes into the district's feed what changed about devices, in the transaction that changes them. */
import { type Device, gatewayModel } from "../../../core/device.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { breathing } from "../../breathe.ts";
import { meaning } from "../../registry/life.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { Store, Tables } from "../../store/store.ts";
import { hashOf, itemFacts, itemOf } from "./item.ts";

/** Brings the feed to what the registry has of the gateway now; who is not shared any more is gone. What is as it was makes no change. */
export async function noteInventory(tables: Tables, gateway: GatewayId, now: number): Promise<void> {
  const { devices, inventory } = tables;
  const [books, breathe] = [await readBooks(tables), breathing()];
  const known = await inventory.hashesOf(gateway);
  for (let after: string | undefined = ""; after !== undefined; ) {
    await breathe();
    const some: DeviceRow[] = await devices.slice(gateway, after, mostAtOnce);
    for (const row of some.filter(isShared)) {
      await breathe();
      await noteRow(tables, row, known.get(row.id) ?? null, books, now);
      known.delete(row.id);
    }
    after = some.at(-1)?.id;
  }
  for (const [device, hash] of known)
    if (hash !== null) await inventory.put({ gateway, device, item: null, hash: null, at: now });
}

const mostAtOnce = 200;

/** The same for one device. */
export async function noteDevice(
  tables: Tables,
  { gateway, device }: { gateway: GatewayId; device: DeviceId },
  now: number,
): Promise<void> {
  const row = await tables.devices.find(gateway, device);
  const known = await tables.inventory.find(gateway, device);
  if (row !== null && isShared(row)) await noteRow(tables, row, known?.hash ?? null, await readBooks(tables), now);
  else if (known !== null && known.hash !== null)
    await tables.inventory.put({ gateway, device, item: null, hash: null, at: now });
}

async function noteRow(
  { inventory }: Tables,
  row: DeviceRow,
  known: string | null,
  books: Books,
  now: number,
): Promise<void> {
  const item = itemOf(row.gateway, row.document as Device, itemFacts(row, books));
  const hash = hashOf(item);
  if (known !== hash) await inventory.put({ gateway: row.gateway, device: row.id, item, hash, at: now });
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
