/** What the district is told of coverage 应接尽接: the sums by area and class, and the components that lack. */
import Type from "typebox";
import { ClassCode } from "../../core/class-code.ts";
import { gapsOf } from "../coverage/gaps.ts";
import { countCells, type Reading } from "../coverage/in-parts.ts";
import { findArea } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Store } from "../store/store.ts";
import { hashOf } from "./inventory/item.ts";
import type { InventoryPort } from "./inventory-port.ts";

const strict = { additionalProperties: false };
const count = (description: string) => Type.Integer({ minimum: 0, description });
const Area = Type.Union(
  [Type.Object({ id: Type.String({ minLength: 1 }), name: Type.String({ minLength: 1 }) }, strict), Type.Null()],
  { description: "null: in no area" },
);

/** More rows or gaps are not named one by one: `gapCount` says how many there are. */
export const mostRows = 5000;
export const mostGaps = 1000;

export const CoverageReport = Type.Object(
  {
    at: Type.Integer({ minimum: 0, description: "when it was so, ms since 1970" }),
    rows: Type.Array(
      Type.Object(
        {
          ...{ area: Area, class: ClassCode, known: count("should be connected") },
          connected: count("of those, matched to a device in service"),
          healthy: count("of those, without a fault and heard in time"),
          shared: count("of the connected, those told to the centre as they are now"),
        },
        strict,
      ),
      { maxItems: mostRows, description: "each area and class once, without what lies in parts of the area" },
    ),
    gaps: Type.Array(
      Type.Object(
        {
          id: Type.String({ minLength: 1, description: "the component's code" }),
          ...{ class: ClassCode, area: Area, name: Type.String(), place: Type.String() },
        },
        strict,
      ),
      { maxItems: mostGaps, description: "components that are not connected, by their codes" },
    ),
    gapCount: count("all that are not connected"),
  },
  strict,
);
export type CoverageReport = Type.Static<typeof CoverageReport>;

export const coverageMark = "district/coverage";
/** What was told last; `unknown`: the centre at this time took no such word. */
type Told = { hash: string; at: number; state: "taken" | "unknown" };
const askAgainMs = 86_400_000;

/** Tells what is another now than was told last. Throws what the port throws. */
export async function shareCoverage(store: Store, port: InventoryPort, now: number): Promise<void> {
  if (port.coverage === undefined) return;
  const told = await store.read(({ marks }) => marks.read<Told>(coverageMark));
  if (told?.state === "unknown" && now - told.at < askAgainMs) return;
  const report = await coverageReport(store, now);
  if (report === null) return;
  const hash = hashOf({ ...report, at: 0 });
  if (told?.hash === hash && told.state === "taken") return;
  const state = await port.coverage(report);
  await store.transaction(({ marks }) => marks.put(coverageMark, { hash, at: now, state }));
}

/** Null while there is no whole list: what is taken half-way says nothing of what lacks. */
export async function coverageReport(store: Reading, at: number): Promise<CoverageReport | null> {
  const [list] = await store.read(({ components }) => components.lists(1));
  if (list?.whole !== true) return null;
  const counted = await countCells(store);
  const { areas } = await store.read(readBooks);
  const areaOf = (id: string | null) => {
    const area = findArea(areas, id);
    return area === null ? null : { id: area.id, name: area.name };
  };
  const cells = counted.toSorted((a, b) => order(`${a.area} ${a.class}`, `${b.area} ${b.class}`));
  const gaps = await store.read(({ components }) => components.standing({ state: "gap" }, "", mostGaps));
  return {
    at,
    rows: cells.slice(0, mostRows).map(({ area, doubtful: _, ...row }) => ({ ...row, area: areaOf(area) })),
    gaps: gaps.map((row) => ({
      ...{ id: row.id, class: row.class, area: areaOf(row.liesIn), name: row.name, place: row.place || row.building },
    })),
    gapCount: gapsOf(cells).reduce((sum, { gap }) => sum + gap, 0),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
