/** What a place says beyond its area: which building, and the words in it; "3幢 B1水泵房" and "3号楼 B1 水泵房" say the same. Pure. */

export type PlaceWords = { building: string; words: readonly string[] };

/** `inside`: floor and room, or whatever else says where in the building. */
export type Placed = { place: string; building: string; inside?: string };

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** `names`: the areas that the place may begin with. Ready for ten thousand places. */
export function placeReader(
  buildingWords: readonly string[],
): (placed: Placed, names: readonly string[]) => PlaceWords {
  const longest = buildingWords.toSorted((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`([a-z]?\\d+)(?:${longest.join("|")})`);
  return ({ place, building, inside = "" }, names) => {
    const rest = withoutNames(plain(place), names.map(plain));
    const own = plain(building);
    const number = pattern.exec(own)?.[1] ?? (own === "" ? pattern.exec(rest)?.[1] : own) ?? "";
    const said = pattern.exec(rest)?.[1] === number ? rest.replace(pattern, " ") : rest.replace(own, " ");
    return { building: number, words: [...new Set(featuresOf(`${said} ${plain(inside)}`))].sort() };
  };
}

/** Full-width and half-width, large and small letters are the same. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}

function withoutNames(place: string, names: readonly string[]): string {
  let rest = place;
  for (const name of names.toSorted((a, b) => b.length - a.length))
    if (name !== "" && rest.startsWith(name)) rest = rest.slice(name.length).trim();
  return rest;
}

/** Letters and numbers whole, Chinese in pairs of signs: 门前雨水井 and 雨水井 share two of theirs. */
function featuresOf(text: string): string[] {
  const runs = text.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? [];
  return runs.flatMap((run) => (/\p{Script=Han}/u.test(run) && run.length > 2 ? pairsOf(run) : [run]));
}

function pairsOf(run: string): string[] {
  return Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
}

/**
 * 0 … 1: how much of both is the same (Dice). Where one says nothing more, nothing speaks against it: 0.5. Where both say
 * numbers and share none, they are two places: 301室 is not 302室.
 */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 && b.length === 0) return 1;
  if (a.length === 0 || b.length === 0) return 0.5;
  let [shared, numbers] = [0, 0];
  // Both are in order.
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as string, b[j] as string];
    if (x === y) shared += 1;
    if (x === y && isNumber(x)) numbers += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  if (numbers === 0 && a.some(isNumber) && b.some(isNumber)) return 0;
  return (2 * shared) / (a.length + b.length);
}

function isNumber(word: string): boolean {
  return /\d/.test(word);
}
