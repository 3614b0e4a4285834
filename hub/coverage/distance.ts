/** Things on the ground by where they lie: what is within so many metres, without looking at all of it. Pure. */
import type { LonLat } from "../rulebook/lon-lat.ts";

const degreeM = 111_320;

/** Good to a thousandth within some kilometres. */
export function metresBetween([lon, lat]: LonLat, [otherLon, otherLat]: LonLat): number {
  const x = (otherLon - lon) * Math.cos(((lat + otherLat) * Math.PI) / 360);
  return Math.hypot(x, otherLat - lat) * degreeM;
}

export type Ground<Thing> = {
  /** Those in the squares around, some of them further than `reachM`; of a crowd hardly more than `most`. */
  around(at: LonLat, most: number): Thing[];
};

/** `reachM`: how far anybody will ask; it should be more than nothing. */
export function groundOf<Thing>(
  things: readonly Thing[],
  atOf: (thing: Thing) => LonLat,
  reachM: number,
): Ground<Thing> {
  const step = Math.max(reachM, 1) / degreeM;
  const northern = things.reduce((most, thing) => Math.max(most, Math.abs(atOf(thing)[1])), 0);
  // A degree of longitude is shorter up north: one width for all, as the most northern of them asks for.
  const wide = step / Math.max(0.01, Math.cos(((northern + step) * Math.PI) / 180));
  const squareOf = ([lon, lat]: LonLat) => [Math.floor(lon / wide), Math.floor(lat / step)] as const;
  const squares = Map.groupBy(things, (thing) => squareOf(atOf(thing)).join(" "));
  return {
    around(at, most) {
      const [column, row] = squareOf(at);
      const found: Thing[] = [];
      for (const dy of [0, -1, 1])
        for (const dx of [0, -1, 1])
          if (found.length <= most) found.push(...(squares.get(`${column + dx} ${row + dy}`) ?? []).slice(0, most + 1));
      return found;
    },
  };
}
