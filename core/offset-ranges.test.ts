import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRange, countOf, coverOf, mergeRanges, missingIn, type OffsetRanges } from "./offset-ranges.ts";

const pair = fc.tuple(fc.nat(200), fc.nat(30)).map(([from, length]): [number, number] => [from, from + length]);
const pairs = fc.array(pair, { maxLength: 20 });

/** The same set, spelled out. */
const spelled = (ranges: OffsetRanges) =>
  new Set(ranges.flatMap(([from, to]) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)));

describe("offset ranges", () => {
  it("hold exactly what was added, in any order", () => {
    fc.assert(
      fc.property(pairs, (added) => {
        expect(spelled(mergeRanges(added))).toEqual(spelled(added));
      }),
    );
  });

  it("stay sorted and never touch", () => {
    fc.assert(
      fc.property(pairs, (added) => {
        const merged = mergeRanges(added);
        for (const [i, [from, to]] of merged.entries()) {
          expect(from).toBeLessThan(to);
          if (i > 0) expect(from).toBeGreaterThan((merged[i - 1] as readonly [number, number])[1]);
        }
      }),
    );
  });

  it("come out the same whatever the order of adding", () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (added, seed) => {
        expect(mergeRanges(turned(added, seed))).toEqual(mergeRanges(added));
      }),
    );
  });

  it("say what a range lacks", () => {
    fc.assert(
      fc.property(pairs, pair, (added, [from, to]) => {
        const held = spelled(added);
        const lacking = [...spelled([[from, to]])].filter((offset) => !held.has(offset));
        expect([...spelled(missingIn(mergeRanges(added), from, to))]).toEqual(lacking);
      }),
    );
  });

  it("tell whole from part from none", () => {
    const ranges = mergeRanges([
      [0, 10],
      [20, 30],
    ]);
    expect(coverOf(ranges, 2, 10)).toBe("all");
    expect(coverOf(ranges, 5, 25)).toBe("part");
    expect(coverOf(ranges, 10, 20)).toBe("none");
    expect(countOf(ranges)).toBe(20);
    expect(addRange(ranges, 10, 20)).toEqual([[0, 30]]);
    expect(addRange(ranges, 7, 7)).toBe(ranges);
  });
});

function turned<Item>(items: readonly Item[], by: number): Item[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)].reverse();
}
