/** The three changes of the registry: facts, life, replacement; each with its line in the history, in one transaction. */

import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import { noteDevice, noteInventory } from "../district/inventory/note.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { Entry, RegistryChange, Thing } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";
import { settleAnnounced } from "./announced.ts";
import { settleAreaOf } from "./areas.ts";
import { calledDevice, calledGateway } from "./called.ts";
import { faultsOfFacts } from "./check-facts.ts";
import { differenceOf, type FactsPatch, factsAfter } from "./facts.ts";
import { dispatchHeld } from "./held.ts";
import { type LifeMove, lifeAfter, needsReason } from "./life.ts";

/** `touched`: many are changed at once, and what follows for a gateway is done by the caller, once. */
export type Author = { by: string; now: number; touched?: Set<GatewayId> };

/** Throws `NOT_FOUND`. */
export async function findEntry({ registry }: Tables, thing: Thing): Promise<Entry> {
  const entry = await registry.find(thing);
  if (entry === null) throw new Fault("NOT_FOUND", nameOf(thing));
  return entry;
}

export function nameOf({ gateway, device }: Thing): string {
  return device === null ? `gateway ${gateway}` : `device ${gateway}/${device}`;
}

/** What is not named stays, null takes away. Nothing different writes nothing. Throws `NOT_FOUND`, or `INPUT_INVALID` naming the field. */
export async function patchFacts(
  tables: Tables,
  thing: Thing,
  patch: FactsPatch,
  changes: Changes,
  author: Author,
  books?: Books,
): Promise<Entry> {
  const entry = await findEntry(tables, thing);
  const facts = factsAfter(entry.facts, patch);
  const difference = differenceOf(entry.facts, facts);
  if (difference === null) return entry;
  const [wrong] = faultsOfFacts(facts, books ?? (await readBooks(tables)));
  if (wrong !== undefined)
    throw new Fault("INPUT_INVALID", `/${wrong.field} "${wrong.value}": ${wrong.zh} ${wrong.en}`);
  const line = { kind: "facts" as const, ...difference, reason: null };
  const kept = await keep(tables, { ...entry, facts }, line, changes, author);
  if ("place" in difference.after) await settleAreaOf(tables, thing);
  return kept;
}

export type LifeWish = { move: LifeMove; reason?: string | undefined; until?: number | undefined };

/** Throws `NOT_FOUND`, `LIFE_NOT_ALLOWED` or `REASON_REQUIRED`. */
export async function moveLife(
  tables: Tables,
  thing: Thing,
  { move, reason, until }: LifeWish,
  changes: Changes,
  author: Author,
): Promise<Entry> {
  const entry = await findEntry(tables, thing);
  const life = lifeAfter(entry.life, move);
  const isNamed = thing.device === null || (await tables.devices.find(thing.gateway, thing.device))?.registered;
  const isReadopted = move === "adopt" && entry.life === "in-service" && !isNamed;
  if (life === null && !isReadopted)
    throw new Fault("LIFE_NOT_ALLOWED", `${nameOf(thing)} is ${entry.life}: ${move} is not possible`);
  if (needsReason(move) && (reason ?? "").trim() === "") throw new Fault("REASON_REQUIRED", `/reason of ${move}`);
  if (until !== undefined && until <= author.now) throw new Fault("INPUT_INVALID", "/until is over already");
  const next: Entry = {
    ...entry,
    life: life ?? entry.life,
    lifeSince: author.now,
    lifeUntil: move === "maintain" ? (until ?? null) : null,
    lifeReason: reason?.trim() || null,
    adopted: !isNamed && (move === "adopt" || move === "commission" || entry.adopted),
  };
  const line = { before: lifeOf(entry), after: lifeOf(next), reason: next.lifeReason };
  const kept = await keep(tables, next, { kind: "life", ...line }, changes, author);
  if (entry.life === "maintenance" && kept.life === "in-service")
    await dispatchHeld(tables, thing, changes, author.now);
  return kept;
}

function lifeOf({ life, lifeUntil }: Entry) {
  return { life, ...(lifeUntil === null ? {} : { until: lifeUntil }) };
}

/** The old one is retired, and the new one has its history before its own. Throws `INPUT_INVALID` for what would lead in a circle. */
export async function replaceBy(
  tables: Tables,
  thing: Thing,
  by: Thing,
  changes: Changes,
  author: Author,
): Promise<Entry> {
  const entry = await findEntry(tables, thing);
  const next = await findEntry(tables, by);
  if ((await chainOf(tables, by)).some((one) => isSame(one, thing)))
    throw new Fault("INPUT_INVALID", `/device ${nameOf(by)} belongs to the same chain already`);
  const inherited = Object.fromEntries(
    Object.entries(entry.facts).filter(([name]) => !(name in next.facts) && !own.has(name)),
  ) as FactsPatch;
  const name = await (by.device === null
    ? calledGateway(tables, by.gateway)
    : calledDevice(tables, by.gateway, by.device));
  const reason = `由${name.zh}接替`;
  if (Object.keys(inherited).length > 0) await patchFacts(tables, by, inherited, changes, author);
  if (lifeAfter((await findEntry(tables, by)).life, "adopt") !== null)
    await moveLife(tables, by, { move: "adopt" }, changes, author);
  const replaced = { ...entry, replacedBy: by };
  const line = { kind: "replaced" as const, before: entry.replacedBy, after: by, reason: null };
  const kept = await keep(tables, replaced, line, changes, author);
  return kept.life === "retired" ? kept : moveLife(tables, thing, { move: "retire", reason }, changes, author);
}

/** What belongs to the thing, not to the place it hangs at. */
const own: ReadonlySet<string> = new Set(["installedOn", "warrantyUntil", "note"]);

/** A place is not replaced so often. */
const longest = 50;

/** All that hung at its place, the oldest first; itself where nothing did. */
export async function chainOf({ registry }: Tables, thing: Thing): Promise<Thing[]> {
  const chain: Thing[] = [thing];
  for (let at: Thing | undefined = thing; at !== undefined && chain.length < longest; ) {
    at = (await registry.replacedWith(at)).find((one) => !chain.some((known) => isSame(known, one)));
    if (at !== undefined) chain.unshift(at);
  }
  for (let at = (await registry.find(thing))?.replacedBy ?? null; at !== null && chain.length < longest; ) {
    chain.push(at);
    at = (await registry.find(at))?.replacedBy ?? null;
  }
  return chain;
}

function isSame(one: Thing, other: Thing): boolean {
  return one.gateway === other.gateway && one.device === other.device;
}

type Line = Pick<RegistryChange, "kind" | "before" | "after" | "reason">;

async function keep(tables: Tables, entry: Entry, line: Line, changes: Changes, author: Author): Promise<Entry> {
  const { by, now, touched } = author;
  const { gateway, device } = entry;
  const kept = { ...entry, revision: entry.revision + 1 };
  await tables.registry.put(kept);
  await tables.registry.addChange({ gateway, device, at: now, by, ...line });
  if (touched !== undefined) touched.add(gateway);
  else {
    await (device === null ? noteInventory(tables, gateway, now) : noteDevice(tables, { gateway, device }, now));
    if (line.kind === "life") await settleAnnounced(tables, gateway, now);
  }
  changes.gateways.add(gateway);
  changes.registrations.add(gateway);
  return kept;
}
