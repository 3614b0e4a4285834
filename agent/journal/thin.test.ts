import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quality } from "../../core/quality.ts";
import type { Reading, Value } from "../../core/reading.ts";
import { isSummary, thin } from "./thin.ts";

const hour = 3_600_000;
const reading = (at: number, value: Value, point = "level", bits: number = quality.good): Reading => ({
  device: "pit-1" as never,
  point: point as never,
  at,
  value,
  quality: bits,
});
const every = (ms: number, count: number, value: (i: number) => Value) =>
  Array.from({ length: count }, (_, i) => reading(i * ms, value(i)));

describe("thinning", () => {
  it("keeps the smallest, the largest and the last of each 10 minutes, marked as summaries", () => {
    const values = [5, 3, 9, 4, 4, 6];
    const kept = thin(every(60_000, 20, (i) => values[i % 10] ?? 5));
    expect(kept.map(({ at, value }) => [at / 60_000, value])).toEqual([
      [1, 3],
      [2, 9],
      [9, 5],
      [11, 3],
      [12, 9],
      [19, 5],
    ]);
    expect(kept.every(isSummary)).toBe(true);
  });

  it("keeps the changes and the last of what is no number", () => {
    const kept = thin(every(60_000, 10, (i) => i >= 4 && i < 6));
    expect(kept.map(({ at, value }) => [at / 60_000, value])).toEqual([
      [0, false],
      [4, true],
      [6, false],
      [9, false],
    ]);
  });

  it("keeps the series apart, and what a reading's time is worth", () => {
    const mixed = every(10_000, 60, (i) => i).flatMap((one) => [
      { ...one, quality: quality.estimated },
      { ...one, point: "fault" as never, value: "" },
    ]);
    const kept = thin(mixed);
    expect(kept.filter(({ point }) => point === ("level" as never)).map(({ value }) => value)).toEqual([0, 59]);
    expect(kept.find(({ point }) => point === ("level" as never))?.quality).toBe(quality.estimated | quality.summary);
    expect(kept.filter(({ point }) => point === ("fault" as never))).toHaveLength(2);
  });

  it("thins summaries once more in windows of two hours, and then lets them go", () => {
    const once = thin(every(10_000, 6 * 60 * 6, (i) => Math.sin(i)));
    const twice = thin(once);
    expect(twice.length).toBeGreaterThan(0);
    expect(twice.length).toBeLessThanOrEqual(9);
    expect(thin(twice)).toEqual([]);
  });

  it("widens its windows where readings are rare, and keeps nothing where nothing would be gained", () => {
    expect(thin(every(hour / 2, 48, (i) => i)).length).toBeLessThanOrEqual(24);
    expect(thin(every(24 * hour, 30, (i) => i))).toEqual([]);
    expect(thin([])).toEqual([]);
  });

  it("never keeps more than half, never invents a value, and never misses the extremes of a raw series", () => {
    const some = fc.array(fc.tuple(fc.nat(2 * hour), fc.integer({ min: -50, max: 50 })), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(some, (pairs) => {
        const readings = pairs.sort(([a], [b]) => a - b).map(([at, value]) => reading(at, value));
        const kept = thin(readings);
        expect(kept.length * 2).toBeLessThanOrEqual(readings.length);
        for (const { at, value } of kept)
          expect(readings.some((one) => one.at === at && one.value === value)).toBe(true);
        if (kept.length === 0) return;
        const values = (list: Reading[]) => list.map(({ value }) => value as number);
        expect(Math.min(...values(kept))).toBe(Math.min(...values(readings)));
        expect(Math.max(...values(kept))).toBe(Math.max(...values(readings)));
      }),
    );
  });
});
