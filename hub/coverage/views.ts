/** The table and the components as the API shows them, with the rulebook's names. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Session } from "../accounts/session.ts";
import type { ComponentView, CoverageView } from "../http/component-views.ts";
import { componentName } from "../registry/component-classes.ts";
import { isWithin } from "../registry/within.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { ComponentList, ComponentStanding } from "../store/components.ts";
import type { Tables } from "../store/store.ts";
import { countCells, type Reading } from "./in-parts.ts";
import type { Doubt } from "./pairing.ts";
import { type CoverageTable, coverageTable, type TableWish } from "./table.ts";
import { areaName } from "./write-sheet.ts";

export async function readTable(store: Reading, wish: TableWish): Promise<{ table: CoverageTable; books: Books }> {
  const cells = await countCells(store);
  const books = await store.read(readBooks);
  return { books, table: coverageTable(cells, books.areas, wish) };
}

export async function coverageView(store: Reading, wish: TableWish, areas?: readonly string[]): Promise<CoverageView> {
  const { table, books } = await readTable(store, wish);
  const [list] = await store.read(({ components }) => components.lists(1));
  return {
    ...table.total,
    beyond: list === undefined ? 0 : await store.read(({ components }) => components.countBeyond(areas)),
    areas: table.areas,
    classes: table.classes.map((row) => ({ ...row, name: componentName(books, row.class)?.zh ?? row.class })),
    ...(list === undefined ? {} : { list: listOf(list) }),
  };
}

function listOf({ name, by, at, ended, whole }: ComponentList) {
  return { name, by, at, ended, whole };
}

export async function componentViews(
  tables: Tables,
  rows: readonly ComponentStanding[],
  session: Session,
): Promise<ComponentView[]> {
  const books = await readBooks(tables);
  return Promise.all(rows.map((row) => componentView(tables, books, row, session)));
}

async function componentView(
  tables: Tables,
  books: Books,
  { match, doubt, endedAt, ...row }: ComponentStanding,
  session: Session,
): Promise<ComponentView> {
  const className = componentName(books, row.class)?.zh;
  return {
    ...row,
    ...(className === undefined ? {} : { className }),
    areaName: areaName(books, row.liesIn),
    ...(match === null ? {} : { match: { ...match, ...(await shownDevice(tables, match)) } }),
    ...(doubt === null ? {} : { doubt: await doubtView(tables, doubt, session) }),
    ...(endedAt === null ? {} : { endedAt }),
  };
}

/** What was only planned is called as people call it. */
async function shownDevice({ devices, registry }: Tables, thing: { gateway: GatewayId; device: DeviceId }) {
  const document = (await devices.find(thing.gateway, thing.device))?.document;
  if (document) return { title: document.title, place: document.place };
  const { name = thing.device, place = "" } = (await registry.find(thing))?.facts ?? {};
  return { title: { zh: name, en: name }, place };
}

/** What lies outside somebody's areas is not shown to them. */
async function doubtView(tables: Tables, { candidates, more }: Omit<Doubt, "component">, session: Session) {
  const shown = await Promise.all(
    candidates.map(async ({ device: key, reason }) => {
      const [gateway, device] = key.split("/") as [GatewayId, DeviceId];
      if (!(await isWithin(session, tables, { gateway, device }))) return null;
      return { gateway, device, ...(await shownDevice(tables, { gateway, device })), reason };
    }),
  );
  return { more, candidates: shown.filter((one) => one !== null) };
}
