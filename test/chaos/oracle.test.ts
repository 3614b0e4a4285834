import { describe, expect, it } from "vitest";
import type { Episode } from "./alert-judge.ts";
import { isHigh, numberOf, phase, registerOf, scale } from "./counted.ts";
import { type Evidence, isSound, judge } from "./oracle.ts";
import type { Sensor } from "./sensors.ts";
import { type Window, windowsOf } from "./windows.ts";

/** A sensor that answered every 100 ms. */
const sensor = (index: number, answers: number): Sensor => ({
  device: `gauge-${index}`,
  index,
  answeredAt: Array.from({ length: answers }, (_, n) => n * 100),
});
const sensors = [sensor(0, 100), sensor(1, 100)];
const saidOf = (index: number, n: number) => registerOf(index, n) * scale;
const timeOf = (n: number) => 1_790_000_000_000 + n * 100;
const rises = Math.floor(100 / (2 * phase));

/** What the hub stored is named by its answer, so that a test can take one away. */
type Held = { readings: number[][]; episodes: Episode[] };

/** Every rise and fall of a sensor that never rests. */
function episodesOf({ device, index }: Sensor): Episode[] {
  return Array.from({ length: rises }, (_, i) => {
    const [raise, clear] = [(2 * i + 1) * phase, (2 * i + 2) * phase];
    return {
      ...{ device, rule: "high", raised: saidOf(index, raise), cleared: saidOf(index, clear) },
      ...{ raisedAt: timeOf(raise), clearedAt: timeOf(clear) },
    };
  });
}

function evidence(change: (held: Held) => void = () => {}, more: Partial<Evidence> = {}): Evidence {
  const readings = sensors.map(({ answeredAt }) => [...answeredAt.keys()]);
  const held = { readings, episodes: sensors.flatMap(episodesOf) };
  change(held);
  const stored = (index: number, n: number) => ({ at: timeOf(n % 1000), value: n < 0 ? n : saidOf(index, n) });
  const raises = new Map(
    sensors.map(({ device }) => [device, held.episodes.filter((one) => one.device === device).length]),
  );
  return {
    readings: new Map(
      sensors.map(({ device }, i) => [device, (held.readings[i] as number[]).map((n) => stored(i, n))]),
    ),
    ...{ episodes: held.episodes, raises, summaries: 0, ledger: [], nameless: 0 },
    ...more,
  };
}

const sentence = (found: Evidence, windows: Window[] = [], restoredAt: number | null = null) =>
  judge(sensors, { windows, restoredAt }, found);
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
    const verdict = sentence(evidence(({ readings: [first] }) => first?.splice(41, 1)));
    expect(verdict).toMatchObject({ stored: 199, lost: 1 });
    expect(verdict.examples[0]).toContain("41@4100");
    expect(isSound(verdict)).toBe(false);
  });

  it("sees one reading that is there twice", () => {
    const verdict = sentence(evidence(({ readings: [first] }) => first?.push(41)));
    expect(verdict).toMatchObject({ stored: 200, twice: 1, lost: 0 });
    expect(isSound(verdict)).toBe(false);
  });

  it("sees a value that nobody said, or that another sensor said", () => {
    const withValue = (value: number) => {
      const found = evidence();
      const [first = []] = [found.readings.get("gauge-0")];
      const readings = new Map(found.readings).set("gauge-0", [...first, { at: 1, value }]);
      return sentence({ ...found, readings });
    };
    expect(withValue(saidOf(0, 100)).invented).toBe(1);
    expect(withValue(0.123_456_789).invented).toBe(1);
    expect(withValue(saidOf(1, 5)).invented).toBe(1);
  });

  it("takes the ledger's word for as many as it counts, series by series", () => {
    const without = ({ readings: [first] }: Held) => first?.splice(10, 3);
    expect(isSound(sentence(evidence(without, { ledger: [evicted("gauge-0", 3)] })))).toBe(true);
    expect(sentence(evidence(without, { ledger: [evicted("gauge-0", 2)] })).lost).toBe(1);
    expect(sentence(evidence(without, { ledger: [evicted("gauge-1", 3)] }))).toMatchObject({ lost: 3, overclaimed: 3 });
    expect(sentence(evidence(() => {}, { ledger: [evicted("gauge-0", 1)] })).overclaimed).toBe(1);
  });

  it("excuses losses without a series only as far as they count, and only what a restored hub can have forgotten", () => {
    const found = (count: number) => {
      const without = ({ readings: [first] }: Held) => first?.splice(10, 3);
      return evidence(without, { ledger: [evicted(null, 9)], nameless: count });
    };
    expect(sentence(found(3), [], 5000)).toMatchObject({ lost: 0, forgotten: 3, unnamed: 9 });
    expect(sentence(found(2), [], 5000)).toMatchObject({ lost: 1, forgotten: 2 });
    expect(sentence(found(3), [], null)).toMatchObject({ lost: 3, forgotten: 0 });
    const window = [{ from: 1100, to: 1200, diedAt: 1200, refusedTo: null }];
    expect(sentence(found(3), window, 5000)).toMatchObject({ lost: 0, forgotten: 3, unaccepted: 0 });
    expect(sentence(found(1), window, 5000)).toMatchObject({ lost: 0, forgotten: 1, unaccepted: 2 });
    expect(sentence(found(3), [], 1100)).toMatchObject({ lost: 1, forgotten: 2 });
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
    expect(windows).toEqual([{ from: 4650, to: 5400, diedAt: 5000, refusedTo: null }]);
    expect(
      sentence(
        evidence(({ readings: [first] }) => first?.splice(47, 6)),
        windows,
      ),
    ).toMatchObject({ unaccepted: 6, unacceptedForMs: 300, lost: 0 });
    expect(
      sentence(
        evidence(({ readings: [first] }) => first?.splice(46, 6)),
        windows,
      ),
    ).toMatchObject({ unaccepted: 5, lost: 1 });
  });

  it("excuses what the agent held while its disk refused only when it died then", () => {
    const refusals = [{ from: 2000, to: 3000 }];
    expect(windowsOf([{ from: 0, endedAt: 9000 }], refusals, 100)[0]?.from).toBe(8650);
    expect(windowsOf([{ from: 0, endedAt: 3500 }], refusals, 100)[0]?.from).toBe(1650);
    expect(windowsOf([{ from: 0, endedAt: null }], refusals, 100)).toEqual([]);
  });

  it("tells apart what was held in memory while the disk refused", () => {
    const windows = windowsOf([{ from: 0, endedAt: 5000 }], [{ from: 2000, to: 4000 }], 100);
    const found = evidence(({ readings: [first] }) => first?.splice(20, 28));
    expect(sentence(found, windows)).toMatchObject({ refused: 27, unaccepted: 1, lost: 0 });
  });
});

describe("the judge of alerts", () => {
  const alertsOf = (change: (episodes: Episode[]) => void, windows: Window[] = []) => {
    const { alerts, examples } = sentence(
      evidence(({ episodes }) => change(episodes)),
      windows,
    );
    return { ...alerts, examples };
  };
  const first = (episodes: Episode[]) => episodes[0] as Episode;

  it("is content with every rise and fall of every sensor", () => {
    const sound = { crossings: 2 * rises, episodes: 2 * rises, lost: 0, twice: 0, invented: 0, misdated: 0 };
    expect(alertsOf(() => {})).toMatchObject(sound);
  });

  it("sees an episode that is missing though another is there twice", () => {
    const found = alertsOf((episodes) => episodes.splice(0, 1, { ...(episodes[1] as Episode) }));
    expect(found).toMatchObject({ lost: 1, twice: 1, episodes: 2 * rises });
    expect(found.examples.join()).toContain("not raised by answers from 12");
  });

  it("sees a clear that is missing, and one that came too late", () => {
    expect(alertsOf((episodes) => Object.assign(first(episodes), { clearedAt: null })).lost).toBe(1);
    const late = { cleared: saidOf(0, 4 * phase), clearedAt: timeOf(4 * phase) };
    expect(alertsOf((episodes) => Object.assign(first(episodes), late)).lost).toBe(1);
  });

  it("sees a raise by an answer below the limit, and an event that is not of its answer's time", () => {
    expect(alertsOf((episodes) => Object.assign(first(episodes), { raised: saidOf(0, 3) })).invented).toBe(1);
    expect(alertsOf((episodes) => Object.assign(first(episodes), { raisedAt: timeOf(phase) + 2000 })).misdated).toBe(1);
  });

  it("sees an alert of the hub that counts more or fewer raises than it has episodes", () => {
    const found = evidence();
    const raises = (count: number) => ({ ...found, raises: new Map(found.raises).set("gauge-0", count) });
    expect(sentence(raises(rises + 1)).alerts.twice).toBe(1);
    expect(sentence(raises(rises - 1)).alerts.lost).toBe(1);
  });

  it("does not ask for a rise or a fall that only unaccepted answers show", () => {
    const window = (phases: number): Window[] => [
      { from: phases * phase * 100, to: ((phases + 1) * phase - 1) * 100, diedAt: 0, refusedTo: null },
    ];
    const gone = (episodes: Episode[]) => void episodes.splice(0, 1);
    expect(alertsOf(gone, window(1))).toMatchObject({ lost: 0, twice: 0, unaccepted: 2 });
    const joined = (episodes: Episode[]) => {
      const [one, two] = episodes as [Episode, Episode];
      episodes.splice(0, 2, { ...one, cleared: two.cleared, clearedAt: two.clearedAt });
    };
    expect(alertsOf(joined, window(2))).toMatchObject({ lost: 0, twice: 0 });
    expect(alertsOf(joined).lost).toBeGreaterThan(0);
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
