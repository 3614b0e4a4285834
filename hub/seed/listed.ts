/** The list of what should be connected in a made-up street: most of what hangs there, what nobody has connected yet, and matched at once. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { Component } from "../coverage/component.ts";
import { settleCoverage } from "../coverage/settle.ts";
import { componentClassOf } from "../registry/component-classes.ts";
import type { Store } from "../store/store.ts";
import type { Chance } from "./chance.ts";
import { kinds, type Placed, type Street } from "./street.ts";

/** One device of so many is on no list; for so many listed there is one more that nobody connected. */
const unlistedOf = 15;
const lacksOf = 9;
const atOnce = 500;
const district = "310115";

export async function addList(store: Store, { placed }: Street, now: number, luck: Chance): Promise<number> {
  const listed = placed.filter((_, n) => n % unlistedOf !== unlistedOf - 1).map(componentOf);
  const lacking = placed.filter((_, n) => n % lacksOf === 0).map((one, n) => lackingOf(one, placed.length + n, luck));
  const all = [...listed, ...lacking].filter((one) => one !== null);
  const list = { import: "seed", name: "部件台账（样例）.xlsx", by: "seed", at: now };
  const n = await store.transaction(({ components }) => components.openList(list));
  for (let i = 0; i < all.length; i += atOnce)
    await store.transaction(async ({ components }) => {
      for (const one of all.slice(i, i + atOnce)) await components.put(n, one, one.area, now);
    });
  await settleCoverage({ store, clock: () => now, breathe: () => othersTurn() });
  return all.length;
}

function componentOf({ device, kind, area }: Placed, n: number): Component | null {
  if (kind.class === undefined) return null;
  const of = componentClassOf(kind.class, kind.measures) as Component["class"];
  const code = `${district}${of.slice(-4)}${String(n + 1).padStart(6, "0")}`;
  return {
    ...{ id: code, class: of, name: device.title.zh, area, place: device.place },
    ...{ building: "", position: null, at: null, owner: "", maintainer: "", note: "" },
  };
}

/** Another one of some kind in a building of the same compound that no device names. */
function lackingOf({ device, ...rest }: Placed, n: number, luck: Chance): Component | null {
  const kind = luck.of(kinds);
  const [compound = ""] = device.place.split(" ");
  const place = `${compound} ${41 + luck.below(20)}号楼 ${luck.of(kind.spots)}`;
  return componentOf({ ...rest, kind, device: { ...device, title: kind.title, place } }, n);
}
