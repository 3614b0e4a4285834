/** Who cases are sent to: committees, departments and companies, and whom each answers to. */
import Type from "typebox";

const strict = { additionalProperties: false };
export const UnitId = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" });
const text = Type.String({ minLength: 1, maxLength: 200 });

export const Unit = Type.Object(
  {
    id: UnitId,
    name: text,
    en: Type.Optional({ ...text, description: "its name for who reads English" }),
    kind: Type.Enum(["committee", "department", "company"]),
    tier: Type.Integer({ minimum: 1, maximum: 3, description: "1 committee, 2 street, 3 district" }),
    parent: Type.Union([UnitId, Type.Null()], { description: "whom a case goes to when it is raised one level" }),
    phone: Type.Optional(
      Type.String({ pattern: "^[0-9+][0-9 -]{2,31}$", description: "rung by whoever reads a device's label" }),
    ),
  },
  strict,
);
export type Unit = Type.Static<typeof Unit>;

export const Units = Type.Object({ source: text, units: Type.Array(Unit, { minItems: 1, maxItems: 2000 }) }, strict);
export type Units = Type.Static<typeof Units>;

export function findUnit({ units }: Units, id: string | null): Unit | null {
  return units.find((unit) => unit.id === id) ?? null;
}

/** Whom the unit answers to; null at the top. */
export function parentOf(units: Units, id: string | null): Unit | null {
  return findUnit(units, findUnit(units, id)?.parent ?? null);
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfUnits(units: Units): string | null {
  const seen = new Set<string>();
  for (const [i, unit] of units.units.entries()) {
    if (seen.has(unit.id)) return `/units/${i}/id "${unit.id}" is there twice`;
    seen.add(unit.id);
    if (unit.parent !== null && findUnit(units, unit.parent) === null)
      return `/units/${i}/parent "${unit.parent}" is no unit of this table`;
    if (circles(units, unit.id)) return `/units/${i}/parent leads back to "${unit.id}"`;
  }
  return null;
}

/** Nobody answers to so many. */
const deepest = 10;

function circles(units: Units, start: string): boolean {
  let at = parentOf(units, start);
  for (let steps = 0; at !== null; steps++, at = parentOf(units, at.id))
    if (at.id === start || steps > deepest) return true;
  return false;
}
