/** Which areas a word means: by their names of today, and by those they had in earlier tables. */
import type { Tables } from "../store/store.ts";
import { type Areas, insideOf } from "./areas.ts";
import { readBooks } from "./books.ts";

/** Tables that are older are forgotten: nobody calls a place by what it was called twenty tables ago. */
const mostTables = 20;

type Named = ReadonlyMap<string, string>;
const known = new WeakMap<Areas, Named>();

/** For each word of `text` that is in the name of areas: their ids, and those of all that lies in them. */
export async function areasByWord(
  tables: Pick<Tables, "rulebook">,
  text: string | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = (text ?? "").split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return new Map();
  const { areas } = await readBooks(tables);
  const names = known.get(areas) ?? (await namesOf(tables, areas));
  known.set(areas, names);
  const found = words.map((word) => [word, meant(areas, names, word.toLowerCase())] as const);
  return new Map(found.filter(([, ids]) => ids.length > 0));
}

function meant(areas: Areas, names: Named, word: string): string[] {
  const ids = [...names].filter(([, name]) => name.includes(word)).map(([id]) => id);
  return [...new Set(ids.flatMap((id) => insideOf(areas, id)))];
}

/** All the names that each area of today has or had. */
async function namesOf({ rulebook }: Pick<Tables, "rulebook">, today: Areas): Promise<Named> {
  const names = new Map(today.areas.map(({ id, name }) => [id, name.toLowerCase()]));
  for (const { version } of (await rulebook.history("areas")).slice(0, mostTables)) {
    const before = (await rulebook.find("areas", version))?.body as Areas | undefined;
    for (const { id, name } of before?.areas ?? []) {
      const now = names.get(id);
      if (now !== undefined && !now.includes(name.toLowerCase())) names.set(id, `${now}\n${name.toLowerCase()}`);
    }
  }
  return names;
}
