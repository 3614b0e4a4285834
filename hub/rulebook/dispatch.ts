/** Who gets which case: rows of class × area × severity, the most exact one first. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { type Area, type Areas, findArea, within } from "./areas.ts";
import type { Classes } from "./classes.ts";
import { findUnit, UnitId, type Units } from "./units.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 200 });

export const DispatchRow = Type.Object(
  {
    class: Type.Optional(
      Type.String({ minLength: 1, description: "a class's code; `component:01*` for all that begin so" }),
    ),
    area: Type.Optional(Type.String({ minLength: 1, description: "an area and all that lies in it" })),
    severities: Type.Optional(Type.Array(Severity, { minItems: 1 })),
    unit: UnitId,
    why: Type.Optional(Bilingual),
  },
  strict,
);
export type DispatchRow = Type.Static<typeof DispatchRow>;

export const Dispatch = Type.Object(
  {
    source: text,
    rows: Type.Array(DispatchRow, { maxItems: 5000 }),
    byArea: Type.Optional(Bilingual),
    otherwise: UnitId,
    auto: Type.Array(Type.Enum(["sensor", "patrol", "hotline", "analytics", "district"]), {
      description: "cases of these sources are admitted, registered and sent by the hub itself",
    }),
    precedents: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: "so many like cases closed by one unit count; 0: none do",
    }),
  },
  strict,
);
export type Dispatch = Type.Static<typeof Dispatch>;

export type CaseFacts = { class: string; severity: Severity; area: Area | null };

/** The row that fits best, with its number from 1; on a tie the earlier one. Null when none fits. */
export function rowFor(
  { rows }: Dispatch,
  facts: CaseFacts,
  areas: Areas,
): { row: DispatchRow; number: number } | null {
  const chain = within(areas, facts.area).map(({ id }) => id);
  const fitting = rows
    .map((row, i) => ({ row, number: i + 1, exactness: exactnessOf(row, facts, chain) }))
    .filter(({ exactness }) => exactness >= 0);
  return fitting.sort((a, b) => b.exactness - a.exactness || a.number - b.number)[0] ?? null;
}

/** -1: does not fit. A whole class before a group of classes, a smaller area before a larger one, then the severity. */
function exactnessOf(row: DispatchRow, { class: code, severity }: CaseFacts, chain: readonly string[]): number {
  const byClass = row.class === undefined ? 0 : classExactness(row.class, code);
  const place = row.area === undefined ? chain.length : chain.indexOf(row.area);
  const bySeverity = row.severities === undefined ? 0 : row.severities.includes(severity) ? 1 : -1;
  if (byClass < 0 || place < 0 || bySeverity < 0) return -1;
  return byClass * 1000 + (chain.length - place) * 10 + bySeverity;
}

function classExactness(wanted: string, code: string): number {
  if (wanted === code) return 100;
  return wanted.endsWith("*") && code.startsWith(wanted.slice(0, -1)) ? wanted.length : -1;
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfDispatch(dispatch: Dispatch, units: Units, areas: Areas, classes: Classes): string | null {
  for (const [i, { unit, area, class: wanted }] of dispatch.rows.entries()) {
    if (wanted !== undefined && !classes.classes.some(({ code }) => classExactness(wanted, code) >= 0))
      return `/rows/${i}/class "${wanted}" is no class; import the classes first, or leave the row out`;
    if (findUnit(units, unit) === null) return `/rows/${i}/unit "${unit}" is no unit; import the units first`;
    if (area !== undefined && findArea(areas, area) === null)
      return `/rows/${i}/area "${area}" is no area; import the areas first`;
  }
  return findUnit(units, dispatch.otherwise) === null ? `/otherwise "${dispatch.otherwise}" is no unit` : null;
}
