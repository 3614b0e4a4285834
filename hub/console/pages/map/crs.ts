/** Between WGS 84, in which all our places are, and the coordinates of a base map's tiles. */
import gcoord from "gcoord";
import type { MapView } from "../../../http/overview-views.ts";

type Point = readonly [number, number];
type TileCrs = MapView["base"]["crs"];

const names = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 };

export function toTiles([lon, lat]: Point, crs: TileCrs): [number, number] {
  return crs === "wgs84" ? [lon, lat] : (gcoord.transform([lon, lat], gcoord.WGS84, names[crs]) as [number, number]);
}

export function fromTiles([lon, lat]: Point, crs: TileCrs): [number, number] {
  return crs === "wgs84" ? [lon, lat] : (gcoord.transform([lon, lat], names[crs], gcoord.WGS84) as [number, number]);
}
