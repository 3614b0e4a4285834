/** How much of what there is the district has: known, connected, healthy, shared; as a whole and by area. */
import Type from "typebox";
import { healthView } from "../registry/views.ts";
import { areaOf } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";

const count = (description: string) => Type.Integer({ minimum: 0, description });

const Counts = {
  known: count("devices that are registered"),
  connected: count("of those, behind a gateway that is online"),
  healthy: count("of those, without a fault"),
  shared: count("of the known, those the district has as they are now"),
};

export const AreaCoverage = Type.Object(
  {
    area: Type.Union([Type.String(), Type.Null()], { description: "null: places that no area names" }),
    name: Type.String(),
    ...Counts,
  },
  { additionalProperties: false },
);
export type AreaCoverage = Type.Static<typeof AreaCoverage>;

export const Coverage = Type.Object(
  {
    ...Counts,
    waiting: count("changed since the district heard of them"),
    held: count("not sent: something lacks, see the tasks"),
    rejected: count("the district did not take them, see the tasks"),
    areas: Type.Array(AreaCoverage),
  },
  { additionalProperties: false },
);
export type Coverage = Type.Static<typeof Coverage>;

const nowhere = { id: null, name: "未划片" };

export async function coverageOf(tables: Tables): Promise<Coverage> {
  const { areas: book } = await readBooks(tables);
  const gateways = new Map((await tables.gateways.list()).map((row) => [row.id, row]));
  const told = new Map<string, string | null>();
  for (let after = "", size = 1; size > 0; ) {
    const rows = await tables.inventory.list(after, 1000);
    for (const row of rows) {
      after = `${row.gateway}/${row.device}`;
      told.set(after, row.hash !== null && row.sharedHash === row.hash ? row.hash : null);
    }
    size = rows.length;
  }
  const areas = new Map<string | null, AreaCoverage>();
  for (const row of (await tables.devices.list()).filter(({ registered }) => registered)) {
    const gateway = gateways.get(row.gateway);
    const area = areaOf(book, row.gateway, row.document?.place ?? gateway?.place ?? "") ?? nowhere;
    const sum = areas.get(area.id) ?? { area: area.id, name: area.name, known: 0, connected: 0, healthy: 0, shared: 0 };
    sum.known += 1;
    sum.connected += Number(gateway?.state === "online");
    sum.healthy += Number(healthView(row, gateway).state === "well");
    sum.shared += Number((told.get(`${row.gateway}/${row.id}`) ?? null) !== null);
    areas.set(area.id, sum);
  }
  const { waiting, held, rejected } = await tables.inventory.count();
  const all = [...areas.values()].sort((a, b) => b.known - a.known);
  return { ...totalOf(all), waiting, held, rejected, areas: all };
}

function totalOf(areas: readonly AreaCoverage[]) {
  const sum = (name: "known" | "connected" | "healthy" | "shared") =>
    areas.reduce((total, area) => total + area[name], 0);
  return { known: sum("known"), connected: sum("connected"), healthy: sum("healthy"), shared: sum("shared") };
}
