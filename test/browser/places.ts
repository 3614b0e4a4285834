/** Every page there is to walk: the places of the console's navigation, and the pages behind them as this hub's data has them. */
import { placeGroups } from "../../hub/console/shell/links.ts";
import type { Api } from "../rig/operator.ts";

type Named = { id: string };

const own = ["/tickets?view=board", "/tickets/new", "/account", "/more", "/walls"];

/** In the order of the navigation; a page that is added there is walked without an edit here. */
export async function placesOf(api: Api): Promise<string[]> {
  const nav = placeGroups.flatMap(({ places }) => places).flatMap((place) => [place, ...(place.holds ?? [])]);
  return [...new Set([...nav.map(({ href }) => href), ...own, ...(await details(api)), ...(await books(api))])];
}

async function details(api: Api): Promise<string[]> {
  const first = async <Row extends Named>(path: string): Promise<Row> => {
    const [row] = await api.get<Row[]>(path);
    if (row === undefined) throw new Error(`nothing to look at: ${path} is empty`);
    return row;
  };
  const device = await first<Named & { gateway: string }>("/api/devices?limit=1");
  return [
    `/tickets/${(await first("/api/tickets?limit=1")).id}`,
    `/alerts/${(await first("/api/alerts?limit=1")).id}`,
    `/devices/${device.gateway}/${device.id}`,
    `/gateways/${(await first("/api/gateways?limit=1")).id}`,
  ];
}

async function books(api: Api): Promise<string[]> {
  const tables = await api.get<{ kind: string }[]>("/api/rulebook");
  const ledgers = await api.get<Named[]>("/api/ledgers");
  return [
    ...tables.map(({ kind }) => `/settings/${kind}`),
    ...["/settings/posture", "/ledger/people"],
    ...ledgers.map(({ id }) => `/ledger/book/${id}`),
  ];
}
