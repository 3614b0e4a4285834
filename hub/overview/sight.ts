/** What a person limited to areas may see: those areas and everything in them. */
import { type Area, type Areas, within } from "../rulebook/areas.ts";

/** Null: everything. */
export type Sight = readonly string[] | null;

export function sees(areas: Areas, sight: Sight): (area: Area | null) => boolean {
  if (sight === null) return () => true;
  const known = new Map<Area, boolean>();
  return (area) => {
    if (area === null) return false;
    const seen = known.get(area) ?? within(areas, area).some(({ id }) => sight.includes(id));
    known.set(area, seen);
    return seen;
  };
}

/** The ids of all areas that may be seen; null: everything, also what lies in no area. */
export function areasInSight(areas: Areas, sight: Sight): string[] | null {
  if (sight === null) return null;
  const may = sees(areas, sight);
  return areas.areas.filter(may).map(({ id }) => id);
}
