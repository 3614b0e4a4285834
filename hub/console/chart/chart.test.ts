import { describe, expect, it } from "vitest";
import type { SeriesView } from "../../http/views.ts";
import type { SeriesRequest } from "../api.ts";
import { loadSeries } from "./load-series.ts";
import { extentOf, timeMarks, valueMarks } from "./scale.ts";
import { nearest, runs, type Sample, thin } from "./series.ts";

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

  it("is read at the nearest reading", () => {
    expect(nearest(every10s(5), 26_000)?.at).toBe(30_000);
    expect(nearest([], 5)).toBeUndefined();
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

  it("has round marks", () => {
    expect(valueMarks([0, 2.1], 4)).toEqual([0, 1, 2]);
    expect(valueMarks([17.2, 17.6], 4).map((mark) => mark.toFixed(1))).toEqual([
      "17.2",
      "17.3",
      "17.4",
      "17.5",
      "17.6",
    ]);
  });

  it("marks round local times", () => {
    const hour = 3_600_000;
    const shanghai = 8 * hour;
    const marks = timeMarks([Date.UTC(2026, 0, 1, 0, 20), Date.UTC(2026, 0, 2, 0, 20)], 5, shanghai);
    expect(marks.map((at) => new Date(at + shanghai).getUTCHours())).toEqual([12, 18, 0, 6]);
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
