/** Fills a store with a street's year, through the store's own interface and in batches, so that memory stays small. */
import { createHash } from "node:crypto";
import { registrationText } from "../../core/registration.ts";
import { noChanges } from "../changes.ts";
import { takeRegistration } from "../registry/registration.ts";
import { importTable, readBooks } from "../rulebook/books.ts";
import type { Store, Tables } from "../store/store.ts";
import { type Case, makeCase } from "./case.ts";
import { type Chance, chance } from "./chance.ts";
import { addList } from "./listed.ts";
import { live, makeKey } from "./lived.ts";
import { areasWith, makeStreet, type Placed, type Street, unitsWith } from "./street.ts";

export type Wish = { devices: number; tickets: number; seed: number; now: number };
export type Told = (what: string, done: number, of: number) => void;

const dayMs = 86_400_000;
const casesAtOnce = 1000;
const mostOpen = 300;
/** Series whose last day is there reading by reading; the others have a newest value. */
const longSeries = 200;
const readingEveryMs = 5 * 60_000;

export async function fill(store: Store, wish: Wish, tell: Told): Promise<void> {
  const luck = chance(wish.seed);
  await store.transaction((tables) => importAreas(tables, wish.now));
  const street = makeStreet(wish.devices, luck);
  await addStreet(store, street, wish.now, tell);
  await addCases(store, street, wish, luck, tell);
  const count = await addList(store, street, wish.now, luck);
  tell("components", count, count);
}

async function importAreas(tables: Tables, now: number): Promise<void> {
  const { areas, units } = await readBooks(tables);
  await importTable(tables, { kind: "units", body: unitsWith(units), by: "seed" }, now);
  await importTable(tables, { kind: "areas", body: areasWith(areas), by: "seed" }, now);
}

async function addStreet(store: Store, { gateways }: Street, now: number, tell: Told): Promise<void> {
  let long = longSeries;
  const key = makeKey();
  for (const [n, { id, title, place, devices }] of gateways.entries()) {
    await store.transaction(async (tables) => {
      const bare = { gateway: id, title, place, devices: devices.map(({ device }) => device) };
      const hash = createHash("sha256").update(registrationText(bare)).digest("hex");
      await tables.gateways.meet(id, now);
      await takeRegistration(tables, { ...bare, hash }, noChanges(), now);
      for (const one of devices) await addReadings(tables, one, now, long-- > 0);
      await live(tables, { id, title, place, devices }, key, now);
    });
    tell("gateways", n + 1, gateways.length);
  }
}

async function addReadings(tables: Tables, { gateway, device, kind }: Placed, now: number, isLong: boolean) {
  const name = { gateway, device: device.id, point: kind.point.id };
  const series = (await tables.series.find(name)) ?? (await tables.series.create(name, true));
  const count = isLong ? Math.floor(dayMs / readingEveryMs) : 1;
  const at = Array.from({ length: count }, (_, i) => now - (count - 1 - i) * readingEveryMs);
  const { quiet } = kind;
  const values = at.map((_, i) =>
    typeof quiet === "number" ? Math.round(100 * (quiet + 0.2 * Math.sin(i / 30))) / 100 : quiet,
  );
  const column = { at, values, quality: at.map(() => 0) };
  await tables.readings.append({ gateway, received: now, journal: null, columns: [{ series: series.id, column }] });
}

async function addCases(store: Store, { placed }: Street, { tickets, now }: Wish, luck: Chance, tell: Told) {
  const open = Math.min(mostOpen, Math.floor(tickets / 3), placed.length);
  for (let n = 0; n < tickets; n += casesAtOnce) {
    const cases = Array.from({ length: Math.min(casesAtOnce, tickets - n) }, (_, i) => caseAt(n + i));
    await store.transaction(async (tables) => {
      for (const one of cases) await put(tables, one);
    });
    tell("tickets", n + cases.length, tickets);
  }

  /** In the order of time, as life would bring them. The open ones are the last, each of another device: a rule has one open alert. */
  function caseAt(n: number): Case {
    const [over, isOpen] = [tickets - open, n >= tickets - open];
    const step = Math.floor(placed.length / Math.max(1, open));
    const one = isOpen ? placed[(n - over) * step] : luck.of(placed);
    const left = isOpen ? (tickets - n) / open : (over - n) / over;
    const age = isOpen ? left * 3 * dayMs : 4 * dayMs + left * 361 * dayMs;
    return makeCase(one as Placed, Math.floor(now - 3_600_000 - age), isOpen, luck);
  }
}

async function put({ alerts, tickets }: Tables, { alert, episodes, ticket, story }: Case): Promise<void> {
  await alerts.put(alert);
  await tickets.put(ticket);
  for (const episode of episodes) await alerts.putEpisode(alert.id, episode);
  for (const entry of story) await tickets.appendStory(ticket.id, entry);
}
