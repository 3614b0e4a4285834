/** Many changes of facts at once: all of them, or none and what is wrong with each row. */

import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import { noteInventory } from "../district/inventory/note.ts";
import type { BulkAnswer } from "../http/registry-views.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { Thing } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";
import { type Author, nameOf, patchFacts } from "./change.ts";
import { faultsOfFacts } from "./check-facts.ts";
import { differenceOf, type FactsPatch, factsAfter } from "./facts.ts";
import { thingView } from "./shown.ts";
import { type Bounds, checkStays, isWithin } from "./within.ts";

export type BulkRow = Thing & { facts: FactsPatch };
type RowError = BulkAnswer["errors"][number];

export async function patchMany(
  tables: Tables,
  rows: readonly BulkRow[],
  changes: Changes,
  author: Author,
  bounds: Bounds,
): Promise<BulkAnswer> {
  const books = await readBooks(tables);
  const errors: RowError[] = [];
  const undo: BulkAnswer["undo"] = [];
  for (const [row, wish] of rows.entries()) {
    const entry = await tables.registry.find(wish);
    if (entry === null || !(await isWithin(bounds, tables, wish))) {
      errors.push({
        row,
        field: "device",
        value: nameOf(wish),
        zh: "平台上没有这台设备。",
        en: "The hub has no such device.",
      });
      continue;
    }
    const difference = differenceOf(entry.facts, factsAfter(entry.facts, wish.facts));
    errors.push(...wrongIn(row, factsAfter(entry.facts, wish.facts), books));
    if (difference !== null) undo.push({ ...thingView(wish), facts: difference.before });
  }
  if (errors.length > 0) return { changed: 0, errors, undo: [] };
  const touched = new Set<GatewayId>();
  for (const { facts, ...thing } of rows)
    await patchFacts(tables, thing, facts, changes, { ...author, touched }, books);
  for (const thing of rows) await checkStays(bounds, tables, thing);
  for (const gateway of touched) await noteInventory(tables, gateway, author.now);
  return { changed: undo.length, errors, undo };
}

function wrongIn(row: number, facts: ReturnType<typeof factsAfter>, books: Books): RowError[] {
  return faultsOfFacts(facts, books).map((wrong) => ({ row, ...wrong }));
}

/** The same thing twice would leave it open which counts. Throws `INPUT_INVALID`. */
export function checkRows(rows: readonly Thing[]): void {
  const seen = new Set<string>();
  for (const [i, thing] of rows.entries()) {
    const name = nameOf(thing);
    if (seen.has(name)) throw new Fault("INPUT_INVALID", `/rows/${i} ${name} is there twice`);
    seen.add(name);
  }
}
