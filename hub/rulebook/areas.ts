/** Where things are: street, committee, compound, building; and which gateway stands in which. */
import Type from "typebox";
import { centreOf, isClosed, LonLat, Ring } from "./lon-lat.ts";
import { findUnit, UnitId, type Units } from "./units.ts";

const strict = { additionalProperties: false };
const AreaId = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" });
const text = Type.String({ minLength: 1, maxLength: 200 });

export const Area = Type.Object(
  {
    id: AreaId,
    name: Type.String({ minLength: 1, maxLength: 200, description: "as the places of its devices begin: 东昌小区" }),
    tier: Type.Enum(["street", "committee", "compound", "building"]),
    parent: Type.Union([AreaId, Type.Null()]),
    unit: Type.Union([UnitId, Type.Null()], { description: "who answers for it" }),
    outline: Type.Optional(
      Type.Array(Ring, {
        minItems: 1,
        maxItems: 50,
        description: "its border, then its holes; WGS 84, as in a GeoJSON polygon",
      }),
    ),
    centre: Type.Optional(LonLat),
  },
  strict,
);
export type Area = Type.Static<typeof Area>;

export const Areas = Type.Object(
  {
    source: text,
    areas: Type.Array(Area, { minItems: 1, maxItems: 5000 }),
    gateways: Type.Record(Type.String(), AreaId, { description: "gateways whose places do not say where they are" }),
  },
  strict,
);
export type Areas = Type.Static<typeof Areas>;

export function findArea({ areas }: Areas, id: string | null): Area | null {
  return areas.find((area) => area.id === id) ?? null;
}

/** The area of a gateway's device: the one the table gives the gateway, else the longest name that the place begins with. */
export function areaOf(areas: Areas, gateway: string | null, place: string): Area | null {
  const given = gateway !== null && Object.hasOwn(areas.gateways, gateway) ? areas.gateways[gateway] : undefined;
  if (given !== undefined) return findArea(areas, given);
  const named = areas.areas.filter(({ name }) => place.startsWith(name));
  return named.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

/** The same as `areaOf`, made ready for ten thousand devices. */
export function areaFinder(areas: Areas): (gateway: string | null, place: string) => Area | null {
  const byId = new Map(areas.areas.map((area) => [area.id, area]));
  const byName = new Map(areas.areas.map((area) => [area.name, area]).reverse() as [string, Area][]);
  const lengths = [...new Set(areas.areas.map(({ name }) => name.length))].sort((a, b) => b - a);
  return (gateway, place) => {
    const given = gateway !== null && Object.hasOwn(areas.gateways, gateway) ? areas.gateways[gateway] : undefined;
    if (given !== undefined) return byId.get(given) ?? null;
    for (const length of lengths) {
      const named = place.length >= length ? byName.get(place.slice(0, length)) : undefined;
      if (named !== undefined) return named;
    }
    return null;
  };
}

/** Its centre, else that of its border, else that of what it lies in; null where no table says. */
export function areaCentre(areas: Areas, area: Area | null): LonLat | null {
  for (const { centre, outline } of within(areas, area)) {
    if (centre !== undefined) return centre;
    if (outline?.[0] !== undefined) return centreOf(outline[0]);
  }
  return null;
}

/** No city is deeper; what is would lead back to itself. */
const deepest = 10;

/** The area and all that it lies in, the smallest first. */
export function within(areas: Areas, area: Area | null): Area[] {
  const chain: Area[] = [];
  for (let at = area; at !== null && chain.length < deepest; at = findArea(areas, at.parent)) chain.push(at);
  return chain;
}

/** The area's id and those of all that lies in it. */
export function insideOf({ areas }: Areas, id: string): string[] {
  const children = Map.groupBy(areas, ({ parent }) => parent);
  const inside = new Set([id]);
  for (const outer of inside) for (const { id: inner } of children.get(outer) ?? []) inside.add(inner);
  return [...inside];
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfAreas(areas: Areas, units: Units): string | null {
  const seen = new Set<string>();
  for (const [i, area] of areas.areas.entries()) {
    if (seen.has(area.id)) return `/areas/${i}/id "${area.id}" is there twice`;
    seen.add(area.id);
    if (area.parent !== null && findArea(areas, area.parent) === null)
      return `/areas/${i}/parent "${area.parent}" is no area of this table`;
    if (within(areas, area).at(-1)?.parent != null) return `/areas/${i}/parent leads back to "${area.id}"`;
    if (area.unit !== null && findUnit(units, area.unit) === null)
      return `/areas/${i}/unit "${area.unit}" is no unit; import the units first`;
    const open = (area.outline ?? []).findIndex((ring) => !isClosed(ring));
    if (open >= 0) return `/areas/${i}/outline/${open} is not closed: its last point must be its first`;
  }
  for (const [gateway, id] of Object.entries(areas.gateways))
    if (!seen.has(id)) return `/gateways/${gateway} "${id}" is no area of this table`;
  return null;
}
