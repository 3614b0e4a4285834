/** Entries as people read them: the rulebook's names beside its ids. */
import type { RegistryView, ThingView } from "../http/registry-views.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit } from "../rulebook/units.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { Entry, Thing } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";
import { pathOf } from "./areas.ts";
import { chainOf, findEntry } from "./change.ts";
import { classNameOf } from "./component-classes.ts";
import { possibleMoves } from "./life.ts";

/** Nobody approved it, or no registration names it; the same in the store's list. */
export function isQuarantined({ life, adopted }: Entry, registered: boolean): boolean {
  return life === "announced" || (life === "in-service" && !registered && !adopted);
}

export function thingView({ gateway, device }: Thing): ThingView {
  return { gateway, ...(device === null ? {} : { device }) };
}

/** Part of the views of gateways and devices. */
export async function factsView(
  { registry }: Tables,
  { areas, units }: Books,
  entry: Entry,
  about: { area: string | null; registered: boolean },
) {
  const { facts, life, lifeUntil, replacedBy } = entry;
  const { owner, maintainer, location, building, floor, room } = facts;
  const area = findArea(areas, about.area);
  const [replaced] = entry.revision === 0 ? [] : await registry.replacedWith(entry);
  const inside = [building, floor, room].filter((part) => part !== undefined).join(" ");
  return {
    life,
    quarantine: isQuarantined(entry, about.registered),
    ...(lifeUntil === null ? {} : { lifeUntil }),
    ...(area === null ? {} : { area: area.id, areaName: pathOf(areas, area.id) }),
    ...(owner === undefined ? {} : { owner, ownerName: findUnit(units, owner)?.name ?? owner }),
    ...(maintainer === undefined
      ? {}
      : { maintainer, maintainerName: findUnit(units, maintainer)?.name ?? maintainer }),
    ...(location === undefined ? {} : { location }),
    ...(inside === "" ? {} : { inside }),
    ...(replacedBy === null ? {} : { replacedBy: thingView(replacedBy) }),
    ...(replaced === undefined ? {} : { replaces: thingView(replaced) }),
  };
}

/** What is told of it: by its gateway, or, of what was only planned, by people. Throws `NOT_FOUND`. */
export async function registryView(tables: Tables, thing: Thing): Promise<RegistryView> {
  const books = await readBooks(tables);
  const entry = await findEntry(tables, thing);
  const device = thing.device === null ? null : await tables.devices.find(thing.gateway, thing.device);
  const about = thing.device === null ? await gatewayAbout(tables, thing) : await deviceAbout(tables, device, entry);
  const { told, area, registered, measures } = about;
  const code = entry.facts.class ?? told.class;
  const className = classNameOf(books, code, measures);
  return {
    ...thingView(thing),
    title: entry.facts.name ?? told.title,
    place: entry.facts.place ?? told.place,
    registered,
    ...(await factsView(tables, books, entry, { area, registered })),
    lifeSince: entry.lifeSince,
    ...(entry.lifeReason === null ? {} : { lifeReason: entry.lifeReason }),
    moves: possibleMoves(entry.life),
    facts: entry.facts,
    told,
    ...(code === undefined ? {} : { class: code }),
    ...(className === undefined ? {} : { className }),
    chain: (await chainOf(tables, thing)).map(thingView),
    revision: entry.revision,
  };
}

type About = { told: RegistryView["told"]; area: string | null; registered: boolean; measures?: string | undefined };

async function gatewayAbout({ gateways, registry }: Tables, { gateway }: Thing): Promise<About> {
  const row = await gateways.find(gateway);
  const area = (await registry.listGateways()).find((one) => one.gateway === gateway)?.area ?? null;
  const told = { title: row?.title || gateway, place: row?.place ?? "" };
  return { told, area, registered: row !== null && row.registration !== null };
}

async function deviceAbout(tables: Tables, row: DeviceRow | null, { gateway, device, facts }: Entry): Promise<About> {
  const stored = row === null ? null : await tables.devices.findTold(gateway, row.id);
  const told = {
    title: stored?.title.zh ?? device ?? "",
    place: stored?.place ?? "",
    ...(stored?.class === undefined ? {} : { class: stored.class }),
    ...(stored?.model === undefined ? {} : { model: stored.model }),
  };
  const registered = row?.registered ?? false;
  return { told, area: row?.area ?? facts.area ?? null, registered, measures: stored?.measures };
}
