/** Everything that has a place on the map, in rows as small as they get: ten thousand devices are one answer. */
import type { MapView } from "../http/overview-views.ts";
import { classNameOf, componentClassOf } from "../registry/component-classes.ts";
import { readLocator } from "../registry/location.ts";
import { standingOf } from "../registry/standing.ts";
import { type Area, areaCentre, areaFinder } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { type MapBook, tilesOf } from "../rulebook/map-book.ts";
import type { Tables } from "../store/store.ts";
import { type Sight, sees } from "./sight.ts";

export async function mapOf(tables: Tables, sight: Sight, now: number): Promise<MapView> {
  const books = await readBooks(tables);
  const { areas: book, map } = books;
  const may = sees(book, sight);
  const find = areaFinder(book);
  const locate = await readLocator(tables, book);
  const gateways = (await tables.tallies.gateways()).map((row) => ({ ...row, area: find(row.id, row.place) }));
  const gatewayOf = new Map(gateways.map((row, index) => [row.id as string, { row, index }]));
  const worst = new Map((await tables.tallies.worstAlerts()).map((row) => [`${row.gateway}/${row.device}`, row]));
  const used = new Set<string>();
  const devices: MapView["devices"] = [];
  for (const device of await tables.tallies.deviceSketches()) {
    const gateway = gatewayOf.get(device.gateway);
    if (gateway === undefined) continue;
    const place = device.place ?? gateway.row.place;
    const area = find(device.gateway, place);
    if (!may(area)) continue;
    const alert = worst.get(`${device.gateway}/${device.id}`);
    const code = componentClassOf(device.class ?? "", device.measures);
    used.add(code);
    devices.push([
      ...([
        gateway.index,
        device.id,
        device.title?.zh ?? device.id,
        device.title?.en ?? device.id,
        place,
        code,
      ] as const),
      ...([standingOf(device, gateway.row, now), alert?.severity ?? 0, alert?.ticket ?? "", area?.id ?? ""] as const),
      ...point(locate({ gateway: device.gateway, device: device.id, place }, area)),
    ]);
  }
  return {
    base: baseOf(map),
    areas: book.areas.filter(may).map((area) => areaShape(area, areaCentre(book, area))),
    gateways: gateways.map((row) =>
      may(row.area)
        ? [
            row.id,
            row.title || row.id,
            row.place,
            row.state,
            row.area?.id ?? "",
            ...point(locate({ gateway: row.id, device: "", place: row.place }, row.area)),
          ]
        : null,
    ),
    devices,
    classes: Object.fromEntries(
      [...used].filter((code) => code !== "").map((code) => [code, classNameOf(books, code) ?? code]),
    ),
  };
}

/** Longitude, latitude, and 1 for a guess; nothing for what no area holds. */
function point(location: ReturnType<Awaited<ReturnType<typeof readLocator>>>): [number | null, number | null, 0 | 1] {
  if (location === null) return [null, null, 1];
  const [lon, lat] = location.at;
  return [rounded(lon), rounded(lat), location.approximate ? 1 : 0];
}

/** A millionth of a degree is a hand's breadth. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function areaShape(
  { id, name, tier, parent, outline }: Area,
  centre: [number, number] | null,
): MapView["areas"][number] {
  return {
    ...{ id, name, tier },
    ...(parent === null ? {} : { parent }),
    ...(outline === undefined ? {} : { outline }),
    ...(centre === null ? {} : { centre }),
  };
}

function baseOf(book: MapBook): MapView["base"] {
  const { crs, minZoom, maxZoom, centre, zoom, attribution } = book;
  return { tiles: tilesOf(book), crs, minZoom, maxZoom, centre, zoom, attribution };
}
