import { describe, expect, it } from "vitest";
import { isHigh, numberOf, phase, registerOf, scale } from "./counted.ts";
import { type Evidence, isSound, judge, type Window } from "./oracle.ts";
import type { Sensor } from "./sensors.ts";
import { windowsOf } from "./windows.ts";

/** A sensor that answered every 100 ms. */
const sensor = (index: number, answers: number): Sensor => ({
  device: `gauge-${index}`,
  index,
  answeredAt: Array.from({ length: answers }, (_, n) => n * 100),
});
const sensors = [sensor(0, 100), sensor(1, 100)];
const saidOf = (index: number, n: number) => registerOf(index, n) * scale;
const rises = Math.floor(100 / (2 * phase));

function evidence(change: (values: number[][]) => void = () => {}, more: Partial<Evidence> = {}): Evidence {
  const values = sensors.map(({ index, answeredAt }) => answeredAt.map((_, n) => saidOf(index, n)));
  change(values);
  return {
    readings: new Map(sensors.map(({ device }, i) => [device, values[i] as number[]])),
    episodes: new Map(sensors.map(({ device }) => [device, rises])),
    ...{ summaries: 0, ledger: [] },
    ...more,
  };
}

const sentence = (found: Evidence, windows: Window[] = []) => judge(sensors, windows, found);
const evicted = (device: string | null, count: number) => ({
  ...{ why: "evicted", device, count },
  point: device === null ? null : "level",
});

describe("the oracle", () => {
  it("is content when the hub has what the sensors said", () => {
    const verdict = sentence(evidence());
    expect(verdict).toMatchObject({ produced: 200, stored: 200, unaccepted: 0, lost: 0, twice: 0, invented: 0 });
    expect(isSound(verdict)).toBe(true);
  });

  it("sees one missing reading, and names it", () => {
    const verdict = sentence(evidence(([first]) => first?.splice(41, 1)));
    expect(verdict).toMatchObject({ stored: 199, lost: 1 });
    expect(verdict.examples[0]).toContain("41@4100");
    expect(isSound(verdict)).toBe(false);
  });

  it("sees one reading that is there twice", () => {
    const verdict = sentence(evidence(([first]) => first?.push(saidOf(0, 41))));
    expect(verdict).toMatchObject({ stored: 200, twice: 1, lost: 0 });
    expect(isSound(verdict)).toBe(false);
  });

  it("sees a value that nobody said, or that another sensor said", () => {
    expect(sentence(evidence(([first]) => first?.push(saidOf(0, 100)))).invented).toBe(1);
    expect(sentence(evidence(([first]) => first?.push(0.123_456_789)))).toMatchObject({ invented: 1 });
    expect(sentence(evidence(([first]) => first?.push(saidOf(1, 5)))).invented).toBe(1);
  });

  it("takes the ledger's word for as many as it counts, series by series", () => {
    const without = ([first]: number[][]) => first?.splice(10, 3);
    expect(isSound(sentence(evidence(without, { ledger: [evicted("gauge-0", 3)] })))).toBe(true);
    expect(sentence(evidence(without, { ledger: [evicted("gauge-0", 2)] })).lost).toBe(1);
    expect(sentence(evidence(without, { ledger: [evicted("gauge-1", 3)] }))).toMatchObject({ lost: 3, overclaimed: 3 });
    expect(sentence(evidence(without, { ledger: [evicted(null, 2)] })).lost).toBe(1);
    expect(sentence(evidence(() => {}, { ledger: [evicted("gauge-0", 1)] })).overclaimed).toBe(1);
  });

  it("excuses what was answered just before a kill, and nothing earlier", () => {
    const windows = windowsOf(
      [
        { from: 0, endedAt: 5000 },
        { from: 5400, endedAt: null },
      ],
      [],
      100,
    );
    expect(windows).toEqual([{ from: 4400, to: 5400 }]);
    expect(
      sentence(
        evidence(([first]) => first?.splice(44, 6)),
        windows,
      ),
    ).toMatchObject({ unaccepted: 6, lost: 0 });
    expect(
      sentence(
        evidence(([first]) => first?.splice(43, 6)),
        windows,
      ),
    ).toMatchObject({ unaccepted: 5, lost: 1 });
  });

  it("excuses what the agent held while its disk refused only when it died then", () => {
    const refusals = [{ from: 2000, to: 3000 }];
    expect(windowsOf([{ from: 0, endedAt: 9000 }], refusals, 100)[0]?.from).toBe(8400);
    expect(windowsOf([{ from: 0, endedAt: 3500 }], refusals, 100)[0]?.from).toBe(1400);
    expect(windowsOf([{ from: 0, endedAt: null }], refusals, 100)).toEqual([]);
  });

  it("sees an alert that is missing and one that was raised twice", () => {
    const episodes = (count: number) => new Map(sensors.map(({ device }) => [device, count]));
    expect(sentence(evidence(() => {}, { episodes: episodes(rises - 1) })).alerts).toMatchObject({ lost: 2, twice: 0 });
    expect(sentence(evidence(() => {}, { episodes: episodes(rises + 1) })).alerts).toMatchObject({ lost: 0, twice: 2 });
  });

  it("does not ask for a rise that only unaccepted answers show", () => {
    const high = { from: phase * 100, to: (2 * phase - 1) * 100 };
    const verdict = sentence(
      evidence(() => {}, { episodes: new Map(sensors.map(({ device }) => [device, rises - 1])) }),
      [high],
    );
    expect(verdict.alerts).toMatchObject({ lost: 0, twice: 0 });
  });
});

describe("a counted value", () => {
  it("is the number of its own answer and of no other", () => {
    for (const n of [0, 1, 11, 12, 23, 24, 70_000]) {
      expect(numberOf(3, saidOf(3, n))).toBe(n);
      expect(numberOf(2, saidOf(3, n))).toBeNull();
    }
    expect(isHigh(phase)).toBe(true);
    expect(numberOf(0, saidOf(0, phase) - 2 ** 20 * scale)).toBeNull();
    expect(numberOf(0, "1")).toBeNull();
  });
});
