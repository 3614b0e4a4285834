/** A set of journal offsets as merged closed-open ranges: the selective acknowledgement. */

/** `[from, to)` pairs, ascending, never touching. */
export type OffsetRanges = readonly (readonly [from: number, to: number])[];

/** The set with `[from, to)` added. An empty or negative range adds nothing. */
export function addRange(ranges: OffsetRanges, from: number, to: number): OffsetRanges {
  if (to <= from) return ranges;
  const before = ranges.filter(([, end]) => end < from);
  const after = ranges.filter(([start]) => start > to);
  const touching = ranges.slice(before.length, ranges.length - after.length);
  const start = Math.min(from, touching[0]?.[0] ?? from);
  const end = Math.max(to, touching.at(-1)?.[1] ?? to);
  return [...before, [start, end], ...after];
}

/** The set made of any ranges, in any order, overlapping or not. */
export function mergeRanges(pairs: OffsetRanges): OffsetRanges {
  return pairs.reduce<OffsetRanges>((merged, [from, to]) => addRange(merged, from, to), []);
}

/** How much of `[from, to)` the set holds. */
export function coverOf(ranges: OffsetRanges, from: number, to: number): "all" | "part" | "none" {
  if (to <= from) return "all";
  const held = ranges.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
  if (held === 0) return "none";
  return held === to - from ? "all" : "part";
}

/** The parts of `[from, to)` that the set lacks, ascending. */
export function missingIn(ranges: OffsetRanges, from: number, to: number): OffsetRanges {
  const missing: [number, number][] = [];
  let cursor = from;
  for (const [start, end] of ranges) {
    if (start >= to) break;
    if (start > cursor) missing.push([cursor, start]);
    cursor = Math.max(cursor, end);
  }
  if (cursor < to) missing.push([cursor, to]);
  return missing;
}

/** How many offsets the set holds. */
export function countOf(ranges: OffsetRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
