/** Where something is on the earth: [longitude, latitude] in WGS 84, as GeoJSON writes it [RFC 7946 §3.1.1]. */
import Type from "typebox";

export const LonLat = Type.Tuple(
  [Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })],
  {
    description: "longitude and latitude in degrees, WGS 84",
  },
);
export type LonLat = Type.Static<typeof LonLat>;

/** Closed: its last point is its first [RFC 7946 §3.1.6]. */
export const Ring = Type.Array(LonLat, { minItems: 4, maxItems: 2000 });
export type Ring = Type.Static<typeof Ring>;

export function isClosed(ring: Ring): boolean {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

/** The point in which the ring would balance; of a ring without an area, the mean of its points. */
export function centreOf(ring: Ring): LonLat {
  let [twice, lon, lat] = [0, 0, 0];
  for (const [i, [x, y]] of ring.slice(0, -1).entries()) {
    const [nextX, nextY] = ring[i + 1] as LonLat;
    const cross = x * nextY - nextX * y;
    twice += cross;
    lon += (x + nextX) * cross;
    lat += (y + nextY) * cross;
  }
  if (Math.abs(twice) > 1e-12) return [lon / (3 * twice), lat / (3 * twice)];
  const mean = (at: 0 | 1) => ring.reduce((sum, point) => sum + point[at], 0) / ring.length;
  return [mean(0), mean(1)];
}

/** Even–odd rule. */
export function isInside(ring: Ring, [lon, lat]: LonLat): boolean {
  let inside = false;
  for (const [i, [x, y]] of ring.slice(0, -1).entries()) {
    const [nextX, nextY] = ring[i + 1] as LonLat;
    if (y > lat !== nextY > lat && lon < ((nextX - x) * (lat - y)) / (nextY - y) + x) inside = !inside;
  }
  return inside;
}
