/** The rulebook's table `map`: what lies under the marks, in which coordinates its tiles are, and where the map opens. */
import Type from "typebox";
import { LonLat } from "./lon-lat.ts";

const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

export const MapBook = Type.Object(
  {
    source: text("where the table comes from"),
    base: Type.Enum(["none", "tianditu", "xyz"], {
      description:
        "none: outlines alone, nothing is fetched; tianditu: 天地图 by its key; xyz: tiles of one's own network",
    }),
    key: Type.Optional(
      Type.String({
        pattern: "^[0-9A-Za-z]{8,64}$",
        description: "for tianditu, of the kind for browsers; browsers see it",
      }),
    ),
    layer: Type.Optional(Type.Enum(["vec", "img", "ter"], { description: "for tianditu: streets, pictures, hills" })),
    url: Type.Optional(
      Type.String({ maxLength: 500, description: "for xyz: http(s)://host/…{z}…{x}…{y}…, tiles in Web Mercator" }),
    ),
    crs: Type.Enum(["wgs84", "gcj02", "bd09"], { description: "of the tiles; CGCS2000 is wgs84 here" }),
    minZoom: Type.Integer({ minimum: 0, maximum: 22 }),
    maxZoom: Type.Integer({ minimum: 0, maximum: 22 }),
    centre: LonLat,
    zoom: Type.Integer({ minimum: 1, maximum: 20 }),
    attribution: Type.String({ maxLength: 200, description: "who made the base map, and its approval number 审图号" }),
  },
  { additionalProperties: false },
);
export type MapBook = Type.Static<typeof MapBook>;

/** Tianditu serves the same from t0 to t7; one is enough, and one host is allowed. */
const tiandituHost = "https://t0.tianditu.gov.cn";

/** The layers of the base map from below, as templates for Leaflet. */
export function tilesOf({ base, url, key, layer = "vec" }: MapBook): string[] {
  if (base === "xyz" && url !== undefined) return [url];
  if (base !== "tianditu") return [];
  const names = { vec: ["vec", "cva"], img: ["img", "cia"], ter: ["ter", "cta"] }[layer];
  return names.map((name) => `${tiandituHost}/${name}_w/wmts?${wmts}&LAYER=${name}&tk=${key}`);
}

const wmts =
  "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles" +
  "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";

/** The one host a browser may fetch pictures from besides the hub; null: none. */
export function tileOrigin(book: MapBook): string | null {
  const [tiles] = tilesOf(book);
  return tiles === undefined ? null : new URL(tiles.replace(/[{}]/g, "")).origin;
}

/** Nothing else in it: it is written into a security header. */
const plainOrigin = /^https?:\/\/([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?\//;

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfMap({ base, key, url, minZoom, maxZoom, zoom, crs }: MapBook): string | null {
  if (base === "tianditu" && key === undefined) return "/key is missing: apply for one at tianditu.gov.cn";
  if (base === "tianditu" && crs !== "wgs84") return "/crs must be wgs84: the tiles of tianditu are in CGCS2000";
  if (base === "xyz") {
    if (url === undefined) return "/url is missing";
    if (!plainOrigin.test(url)) return "/url must begin with http:// or https:// and a host";
    if (!URL.canParse(url.replace(/[{}]/g, ""))) return "/url is no address";
    const lacking = ["{z}", "{x}", "{y}"].find((part) => !url.includes(part));
    if (lacking !== undefined) return `/url lacks ${lacking}`;
  }
  if (minZoom > maxZoom) return "/minZoom is above /maxZoom";
  return zoom < minZoom || zoom > maxZoom ? "/zoom lies outside /minZoom to /maxZoom" : null;
}
