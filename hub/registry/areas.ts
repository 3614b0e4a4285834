/** Which area each device is in by its place, kept so that lists can be asked for it; and the tree of areas with what is in each. */
import type { GatewayId } from "../../core/id.ts";
import { breathing } from "../breathe.ts";
import { noteInventory } from "../district/inventory/note.ts";
import { type Area, type Areas, areaFinder, areaOf, findArea, within } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Thing } from "../store/registry.ts";
import type { Store, Tables } from "../store/store.ts";

/** One thing, after people gave it another place. */
export async function settleAreaOf(tables: Tables, thing: Thing): Promise<void> {
  const { areas } = await readBooks(tables);
  const { gateway, device } = thing;
  const told = device === null ? await tables.gateways.find(gateway) : await tables.devices.findTold(gateway, device);
  const place = (await tables.registry.find(thing))?.facts.place ?? told?.place ?? "";
  await tables.registry.putFoundArea(thing, areaOf(areas, gateway, place)?.id ?? null);
}

/** A gateway and all its devices, after their places or the areas are others. */
export async function settleAreasOf(tables: Tables, gateway: GatewayId): Promise<void> {
  const [find, breathe] = [areaFinder((await readBooks(tables)).areas), breathing()];
  await settleAreaOf(tables, { gateway, device: null });
  for (const { device, place, found } of await tables.registry.placesOf(gateway)) {
    await breathe();
    const area = find(gateway, place)?.id ?? null;
    if (area !== found) await tables.registry.putFoundArea({ gateway, device }, area);
  }
}

/** All of them, after another table of areas; a transaction a gateway, for alerts do not wait. */
export async function settleAreas(store: Store, now: number): Promise<void> {
  const gateways = await store.read((tables) => tables.gateways.list());
  for (const { id } of gateways)
    await store.transaction(async (tables) => {
      await settleAreasOf(tables, id);
      await noteInventory(tables, id, now);
    });
}

/** The area and all that lies in it, by id; empty where there is no such area. */
export function under(areas: Areas, id: string): string[] {
  return areas.areas.filter((area) => within(areas, area).some((one) => one.id === id)).map((area) => area.id);
}

/** 陆家嘴街道 › 东昌居委 › 东昌小区 */
export function pathOf(areas: Areas, id: string | null): string {
  return within(areas, findArea(areas, id))
    .map(({ name }) => name)
    .reverse()
    .join(" › ");
}

export type AreaNode = Pick<Area, "id" | "name" | "tier" | "parent" | "unit"> & {
  path: string;
  depth: number;
  /** With all that lies in it. */
  devices: number;
  gateways: number;
};

/** In the order of the tree; what is nowhere is counted apart. */
export async function areaTree(
  tables: Tables,
): Promise<{ areas: AreaNode[]; nowhere: { devices: number; gateways: number } }> {
  const { areas } = await readBooks(tables);
  const sums = new Map<string | null, { devices: number; gateways: number }>();
  const known = new Set(areas.areas.map(({ id }) => id));
  for (const { area, devices, gateways } of await tables.registry.countByArea()) {
    const chain = area !== null && known.has(area) ? within(areas, findArea(areas, area)).map(({ id }) => id) : [null];
    for (const id of chain) {
      const sum = sums.get(id) ?? { devices: 0, gateways: 0 };
      sums.set(id, { devices: sum.devices + devices, gateways: sum.gateways + gateways });
    }
  }
  const nodeOf = (area: Area): AreaNode => {
    const { id, name, tier, parent, unit } = area;
    const chain = within(areas, area);
    return {
      ...{ id, name, tier, parent, unit, path: pathOf(areas, id), depth: chain.length - 1 },
      ...(sums.get(id) ?? { devices: 0, gateways: 0 }),
    };
  };
  const below = (parent: string | null): AreaNode[] =>
    areas.areas.filter((area) => area.parent === parent).flatMap((area) => [nodeOf(area), ...below(area.id)]);
  return { areas: below(null), nowhere: sums.get(null) ?? { devices: 0, gateways: 0 } };
}
