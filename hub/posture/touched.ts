/** How many devices a posture can touch: by what they measure and by class, for the preview of a switch. */
import { classNameOf } from "../registry/component-classes.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";
import { isReached } from "./desired.ts";

export type Touched = { measures: string; class?: string; className?: string; devices: number };

/** The most first; none of what its gateway no longer registers, or does not say how often it reads. */
export async function touchedBy(tables: Tables): Promise<Touched[]> {
  const books = await readBooks(tables);
  const found = new Map<string, Touched>();
  for (const { registered, document } of await tables.devices.list()) {
    if (!registered || document?.measures === undefined || !isReached(document)) continue;
    const { measures, class: code } = document;
    const key = `${measures} ${code ?? ""}`;
    const name = classNameOf(books, code, measures);
    const row = found.get(key) ?? {
      measures,
      ...(code && { class: code }),
      ...(name && { className: name }),
      devices: 0,
    };
    found.set(key, { ...row, devices: row.devices + 1 });
  }
  return [...found.values()].sort((a, b) => b.devices - a.devices);
}
