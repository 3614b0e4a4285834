/** Where a listed position is in WGS 84, as far as anybody can tell. Pure. */
import gcoord from "gcoord";
import type { LonLat } from "../rulebook/lon-lat.ts";
import type { ListedPosition } from "./component.ts";

/** Its types are written for a module, Node loads the other build. */
const { transform, GCJ02, WGS84 } = gcoord as unknown as typeof gcoord.default;

/** Null for the city's own grid. CGCS2000 differs from WGS 84 by less than a metre, and by less than a phone can tell. */
export function toWgs84({ system, x, y }: ListedPosition): LonLat | null {
  if (system === "SHANGHAI") return null;
  const [lon = x, lat = y] = system === "GCJ02" ? transform([x, y], GCJ02, WGS84) : [x, y];
  return [rounded(lon), rounded(lat)];
}

/** Some ten centimetres. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
