/** Where devices and gateways are on the map; the one place that knows, and that says when it only guesses. */
import { type Area, type Areas, areaCentre } from "../rulebook/areas.ts";
import { isInside, type LonLat } from "../rulebook/lon-lat.ts";
import type { Tables } from "../store/store.ts";

/** `approximate`: nobody measured it; it lies somewhere in its area. */
export type Location = { at: LonLat; approximate: boolean };
export type Locator = (thing: { gateway: string; device: string; place: string }, area: Area | null) => Location | null;

/** The registry says where devices hang, by a person's word or a signed record's; the rest is spread around the centre of its area. */
export async function readLocator({ registry }: Pick<Tables, "registry">, areas: Areas): Promise<Locator> {
  const measured = new Map(
    (await registry.positions()).map(({ gateway, device, lon, lat }): [string, LonLat] => [
      `${gateway}/${device ?? ""}`,
      [lon, lat],
    ]),
  );
  const centres = new Map<Area, LonLat | null>();
  return ({ gateway, device, place }, area) => {
    const known = measured.get(`${gateway}/${device}`);
    if (known !== undefined) return { at: known, approximate: false };
    if (area === null) return null;
    if (!centres.has(area)) centres.set(area, areaCentre(areas, area));
    const centre = centres.get(area);
    return centre ? { at: guess(centre, area, `${gateway}/${device}`, place), approximate: true } : null;
  };
}

/** Metres from the centre at most; things of one building lie close together. */
const compoundM = 120;
const buildingM = 14;
/** An area without an outline of its own is put somewhere in what it lies in. */
const strayM = 400;

/** Always the same for the same thing, so that nothing moves on the map without a reason. */
function guess(centre: LonLat, area: Area, key: string, place: string): LonLat {
  const ring = area.outline?.[0];
  const own = ring !== undefined || area.centre !== undefined;
  const heart = own ? centre : shifted(centre, area.id, strayM);
  const building = place.slice(area.name.length).trim().split(/\s+/)[0] ?? "";
  for (let reach = 1; reach > 0.1; reach /= 1.6) {
    const at = shifted(shifted(heart, `${area.id} ${building}`, compoundM * reach), key, buildingM);
    if (ring === undefined || isInside(ring, at)) return at;
  }
  return heart;
}

/** Evenly over a disc. */
function shifted([lon, lat]: LonLat, key: string, radiusM: number): LonLat {
  const bits = hash(key);
  const angle = ((bits & 0xffff) / 0x10000) * 2 * Math.PI;
  const far = radiusM * Math.sqrt((bits >>> 16) / 0x10000);
  const degreeM = 111_320;
  return [
    lon + (far * Math.cos(angle)) / (degreeM * Math.cos((lat * Math.PI) / 180)),
    lat + (far * Math.sin(angle)) / degreeM,
  ];
}

/** FNV-1a over the text, its bits stirred once more: neighbours in the alphabet are none on the map. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return (bits ^ (bits >>> 13)) >>> 0;
}
