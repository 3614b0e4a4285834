/** One field for everything: devices, gateways, tickets, areas by words of their titles, places and ids. */

import { deviceFinder } from "../alerts/view.ts";
import type { Found, SearchAnswer } from "../http/registry-views.ts";
import { areasByWord } from "../rulebook/area-names.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";
import { ticketView } from "../tickets/view.ts";
import { pathOf } from "./areas.ts";
import { gatewayPage } from "./gateway-page.ts";

const mostOfEach = 10;

export type SearchWish = {
  text: string;
  /** The areas the person is kept to; undefined: all. */
  areas: readonly string[] | undefined;
  /** Whether they may see who works here. */
  people: boolean;
};

export async function search(tables: Tables, wish: SearchWish): Promise<SearchAnswer> {
  return {
    devices: await findDevices(tables, wish),
    gateways: await findGateways(tables, wish),
    tickets: await findTickets(tables, wish),
    areas: await findAreas(tables, wish),
    people: wish.people ? await findPeople(tables, wish) : [],
  };
}

async function findDevices(tables: Tables, { text, areas }: SearchWish): Promise<Found[]> {
  const filter = {
    text,
    meant: await areasByWord(tables, text),
    withoutSelf: true,
    ...(areas === undefined ? {} : { areas }),
  };
  const { rows } = await tables.devices.page(filter, mostOfEach);
  return rows.map(({ gateway, id, document, entry }) => ({
    id: `${gateway}/${id}`,
    title: document?.title.zh ?? entry.facts.name ?? id,
    ...placed(document?.place ?? entry.facts.place),
    more: entry.life,
    href: `/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(id)}`,
  }));
}

async function findGateways(tables: Tables, { text, areas }: SearchWish): Promise<Found[]> {
  const { rows } = await gatewayPage(tables, { text, areas }, mostOfEach);
  return rows.map(({ id, title, place, state }) => ({
    ...{ id, title, ...placed(place), more: state },
    href: `/gateways/${encodeURIComponent(id)}`,
  }));
}

async function findTickets(tables: Tables, { text, areas }: SearchWish): Promise<Found[]> {
  const meant = await areasByWord(tables, text);
  const ask = {
    state: "all" as const,
    q: text,
    meant,
    areas,
    limit: mostOfEach,
    sort: "newest" as const,
    count: "no" as const,
  };
  const { rows } = await tables.tickets.page(ask);
  const find = deviceFinder(tables);
  const views = await Promise.all(rows.map((ticket) => ticketView(tables, ticket, find)));
  return views.map(({ id, title, place, state }) => ({
    ...{ id, title: title.zh, ...placed(place), more: state },
    href: `/tickets/${encodeURIComponent(id)}`,
  }));
}

async function findAreas(tables: Tables, { text, areas: mine }: SearchWish): Promise<Found[]> {
  const { areas } = await readBooks(tables);
  const words = text.toLowerCase().split(/\s+/);
  const found = areas.areas.filter(
    ({ id, name }) =>
      words.every((word) => `${name} ${id}`.toLowerCase().includes(word)) && (mine === undefined || mine.includes(id)),
  );
  return found.slice(0, mostOfEach).map(({ id, name, tier }) => ({
    ...{ id, title: name, place: pathOf(areas, id), more: tier },
    href: `/devices?area=${encodeURIComponent(id)}`,
  }));
}

async function findPeople({ accounts }: Tables, { text }: SearchWish): Promise<Found[]> {
  const words = text.toLowerCase().split(/\s+/);
  const found = (await accounts.list()).filter(({ name, display }) =>
    words.every((word) => `${display} ${name}`.toLowerCase().includes(word)),
  );
  return found.slice(0, mostOfEach).map(({ name, display, role }) => ({
    ...{ id: name, title: display || name, more: role },
    href: `/settings/people?person=${encodeURIComponent(name)}`,
  }));
}

function placed(place: string | undefined) {
  return place === undefined || place === "" ? {} : { place };
}
