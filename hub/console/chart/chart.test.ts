import { describe, expect, it } from "vitest";
import type { Rule } from "../../../core/rule.ts";
import type { SeriesView } from "../../http/views.ts";
import type { SeriesRequest } from "../client/api.ts";
import { gapsOf, limitsOf, normalOf, pointsOf, windowAfter } from "./course.ts";
import { loadSeries } from "./load-series.ts";
import { extentOf } from "./scale.ts";
import { runs, type Sample, samplesOf, thin } from "./series.ts";

const sample = (at: number, value = 1): Sample => ({ at, value, quality: 0 });
const every10s = (count: number, from = 0) => Array.from({ length: count }, (_, n) => sample(from + n * 10_000, n));

describe("a drawn line", () => {
  it("never crosses a gap", () => {
    const samples = [...every10s(6), ...every10s(6, 300_000)];
    expect(runs(samples).map((run) => run.length)).toEqual([6, 6]);
  });

  it("bears one or two missing readings", () => {
    expect(runs([...every10s(6), ...every10s(6, 80_000)])).toHaveLength(1);
  });

  it("keeps every peak when it is thinned", () => {
    const samples = every10s(1_000).map((each, n) => ({ ...each, value: n === 517 ? 99 : n === 203 ? -99 : 1 }));
    const steps = thin(samples, 100);
    expect(steps).toHaveLength(100);
    expect(Math.max(...steps.map((step) => step.high))).toBe(99);
    expect(Math.min(...steps.map((step) => step.low))).toBe(-99);
  });

  it("is exact when there is room", () => {
    expect(thin(every10s(3), 100)).toEqual([
      { at: 0, low: 0, high: 0 },
      { at: 10_000, low: 1, high: 1 },
      { at: 20_000, low: 2, high: 2 },
    ]);
  });
});

describe("a line of buckets", () => {
  const hour = 3_600_000;
  const buckets: NonNullable<SeriesView["buckets"]> = [
    [0, 360, 1, 9, 2, 3],
    [hour, 360, 0, 4, 3, 1],
    [10 * hour, 1, 5, 5, 5, 5],
  ];
  const samples = samplesOf({ readings: [], buckets, resolution: "1h" });

  it("is the mean in the middle of each, with a band from lowest to highest", () => {
    expect(thin(samples, 100)).toEqual([
      { at: hour / 2, low: 1, high: 9, mean: 2 },
      { at: 1.5 * hour, low: 0, high: 4, mean: 3 },
      { at: 10.5 * hour, low: 5, high: 5, mean: 5 },
    ]);
  });

  it("keeps every peak when it is thinned", () => {
    expect(thin(samples, 1)).toMatchObject([{ low: 0, high: 9 }]);
  });

  it("never crosses a gap either", () => {
    const steady = Array.from({ length: 9 }, (_, n) => [n * hour, 1, 1, 1, 1, 1] as (typeof buckets)[number]);
    const far = steady.map(([at, ...rest]) => [at + 100 * hour, ...rest] as (typeof buckets)[number]);
    expect(runs(samplesOf({ readings: [], buckets: [...steady, ...far], resolution: "1h" }))).toHaveLength(2);
  });

  it("leaves texts out and draws a state as 0 and 1", () => {
    const readings: SeriesView["readings"] = [
      [1, true, 0],
      [2, "E-07", 0],
      [3, false, 2],
    ];
    expect(samplesOf({ readings, resolution: "raw" })).toEqual([
      { at: 1, value: 1, quality: 0 },
      { at: 3, value: 0, quality: 2 },
    ]);
  });
});

describe("an axis", () => {
  it("leaves room around the values, but none below zero for what cannot be negative", () => {
    expect(extentOf([0.1, 1.1])[0]).toBe(0);
    expect(extentOf([-5, 5])[0]).toBeLessThan(-5);
  });

  it("gives a flat line room", () => {
    const [low, high] = extentOf([2, 2]);
    expect(low).toBeLessThan(2);
    expect(high).toBeGreaterThan(2);
  });
});

describe("loading a series", () => {
  const stepMs = 10_000;
  /** A store that holds one reading every ten seconds, and counts the questions. */
  const store = () => {
    const asked: SeriesRequest[] = [];
    const read = async (ask: SeriesRequest): Promise<SeriesView> => {
      asked.push(ask);
      const readings: SeriesView["readings"] = [];
      for (let at = Math.ceil(ask.from / stepMs) * stepMs; at <= ask.to && readings.length < ask.limit; at += stepMs)
        readings.push([at, 1, 0]);
      return {
        gateway: "g",
        device: "d",
        point: "p",
        resolution: "raw",
        readings,
        more: (readings[readings.length - 1]?.[0] ?? 0) + stepMs <= ask.to,
      };
    };
    return { asked, read };
  };
  const ask = { gateway: "g", device: "d", point: "p", from: 0 };

  it("asks once when one page holds it", async () => {
    const { asked, read } = store();
    const series = await loadSeries({ ...ask, to: 3_600_000 }, read);
    expect(series.readings).toHaveLength(361);
    expect(asked).toHaveLength(1);
  });

  it("takes buckets as they come: they are as coarse as they must be", async () => {
    const { asked, read } = store();
    const bucketed = async (ask: SeriesRequest): Promise<SeriesView> => ({
      ...(await read(ask)),
      resolution: "1h",
      readings: [],
      buckets: [[0, 360, 1, 1, 1, 1]],
    });
    const series = await loadSeries({ ...ask, to: 200_000 * stepMs }, bucketed);
    expect(series.buckets).toHaveLength(1);
    expect(asked).toMatchObject([{ resolution: "auto" }]);
  });

  it("puts pages together without a hole or a double", async () => {
    const { read } = store();
    const series = await loadSeries({ ...ask, to: 12_000 * stepMs }, read);
    expect(series.readings.map(([at]) => at / stepMs)).toEqual(Array.from({ length: 12_001 }, (_, n) => n));
    expect(series.cutAt).toBeUndefined();
  });

  it("keeps the newest part of what is too long, and says where it starts", async () => {
    const { asked, read } = store();
    const to = 200_000 * stepMs;
    const series = await loadSeries({ ...ask, to }, read);
    expect(series.readings[series.readings.length - 1]?.[0]).toBe(to);
    expect(series.cutAt).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(9);
  });
});

describe("the chart of a point", () => {
  const every = (count: number, from = 0): Sample[] =>
    Array.from({ length: count }, (_, n) => ({ at: from + n * 1000, value: n, quality: 0 }));

  it("has a point without a value where nobody measured, and says what is odd about one", () => {
    const odd = { at: 60_000, value: 7, quality: 2 };
    const points = pointsOf([...every(5), odd], 100, (quality) => (quality === 0 ? "" : "估计"));
    expect(points.slice(4)).toEqual([
      { at: 4000, value: 4 },
      { at: 32_000, value: null },
      { at: 60_000, value: 7, note: "估计" },
    ]);
  });

  it("counts what is blank: inside, before the first reading and after the last", () => {
    const points = [
      { at: 10, value: 1 },
      { at: 30, value: null },
      { at: 50, value: 1 },
    ];
    expect([gapsOf(points, [10, 50]), gapsOf(points, [0, 50]), gapsOf(points, [0, 100]), gapsOf([], [0, 1])]).toEqual([
      1, 2, 3, 1,
    ]);
  });

  it("keeps lowest and highest where it draws many as one", () => {
    const points = pointsOf(every(1000), 10, () => "");
    expect(points.length).toBeLessThanOrEqual(10);
    expect([points[0]?.low, points[points.length - 1]?.high]).toEqual([0, 999]);
  });

  it("has the limits of its rules, and what lies between them is normal", () => {
    const title = { zh: "高", en: "high" };
    const rule = (when: object, severity = 1) =>
      ({ id: "r", point: "level", when, severity, title }) as unknown as Rule;
    const limits = limitsOf(
      [rule({ above: 1.2 }, 2), rule({ above: 1.5 }), rule({ risesBy: 1, withinMs: 1000 })],
      "level",
    );
    expect(limits.map(({ value, severity }) => [value, severity])).toEqual([
      [1.2, 2],
      [1.5, 1],
    ]);
    expect(normalOf(limits, [0, 3])).toEqual([0, 1.2]);
    expect(normalOf([...limits, ...limitsOf([rule({ below: 0.2 })], "level")], [0, 3])).toEqual([0.2, 1.2]);
    expect(normalOf([], [0, 3])).toBeNull();
    expect(limitsOf([rule({ above: 1 })], "other")).toEqual([]);
  });

  it("is moved by keys: nearer, further, earlier, later, never beyond now", () => {
    const hour: [number, number] = [3_600_000, 7_200_000];
    expect(windowAfter(hour, "in", 1e9)).toEqual([4_500_000, 6_300_000]);
    expect(windowAfter(hour, "in", 7_200_000)).toEqual([5_400_000, 7_200_000]);
    expect(windowAfter(hour, "out", 7_200_000)).toEqual([0, 7_200_000]);
    expect(windowAfter(hour, "back", 7_200_000)).toEqual([1_800_000, 5_400_000]);
    expect(windowAfter(hour, "on", 7_200_000)).toEqual(hour);
  });
});
