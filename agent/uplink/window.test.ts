import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeRanges } from "../../core/offset-ranges.ts";
import { chooseNext, type LaneView } from "./window.ts";

const view = (parts: Partial<LaneView>): LaneView => ({
  first: 0,
  next: 0,
  have: [],
  gaps: [],
  inFlight: [],
  liveFrom: 0,
  suspects: new Map(),
  ...parts,
});
const gap = (from: number, to: number) => ({ from, to, why: "evicted" as const, series: [] });

describe("what is sent next", () => {
  it("is nothing when all is acknowledged or in flight", () => {
    expect(chooseNext(view({ next: 10, have: [[0, 6]], inFlight: [[6, 10]] }), 100)).toBeNull();
  });

  it("is live before backlog, and both in batches of bounded size", () => {
    expect(chooseNext(view({ next: 500, liveFrom: 450 }), 100)).toEqual({ from: 450, to: 500 });
    expect(chooseNext(view({ next: 500, liveFrom: 450, inFlight: [[450, 500]] }), 100)).toEqual({ from: 0, to: 100 });
  });

  it("keeps within what the hub lacks", () => {
    expect(chooseNext(view({ next: 300, liveFrom: 300, have: [[50, 200]] }), 100)).toEqual({ from: 0, to: 50 });
  });

  it("starts at what is still held", () => {
    expect(chooseNext(view({ first: 120, next: 300, liveFrom: 300 }), 100)).toEqual({ from: 120, to: 220 });
  });

  it("tells a gap once everything else is sent, and does not send its records", () => {
    const told = gap(0, 40);
    expect(chooseNext(view({ first: 0, next: 50, gaps: [told] }), 100)).toEqual({ from: 40, to: 50 });
    expect(chooseNext(view({ first: 40, next: 50, inFlight: [[40, 50]], gaps: [told] }), 100)).toEqual({
      from: 0,
      to: 40,
      gap: told,
    });
    expect(chooseNext(view({ next: 50, inFlight: [[0, 50]], gaps: [told] }), 100)).toBeNull();
  });

  it("is cut smaller where the hub refused", () => {
    const suspects = new Map([
      [0, 50],
      [50, 50],
    ]);
    expect(chooseNext(view({ next: 200, liveFrom: 200, suspects }), 100)).toEqual({ from: 0, to: 50 });
    expect(chooseNext(view({ next: 200, liveFrom: 200, suspects, have: [[0, 20]] }), 100)).toEqual({
      from: 20,
      to: 50,
    });
  });

  it("sends every record exactly once in the end, whatever is held and lost", () => {
    const range = fc
      .tuple(fc.nat(300), fc.integer({ min: 1, max: 80 }))
      .map(([from, n]): [number, number] => [from, from + n]);
    fc.assert(
      fc.property(fc.nat(400), fc.array(range), fc.nat(400), (next, had, liveFrom) => {
        const have = mergeRanges(had.filter(([, to]) => to <= next));
        const sent: [number, number][] = [];
        for (let choice = chooseNext(view({ next, have, liveFrom }), 37); choice !== null; ) {
          expect(choice.to - choice.from).toBeLessThanOrEqual(37);
          sent.push([choice.from, choice.to]);
          choice = chooseNext(view({ next, have, liveFrom, inFlight: mergeRanges(sent) }), 37);
        }
        expect(mergeRanges([...have, ...sent])).toEqual(next === 0 ? [] : [[0, next]]);
        expect(sent.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(
          next - have.reduce((sum, [from, to]) => sum + to - from, 0),
        );
      }),
    );
  });
});
