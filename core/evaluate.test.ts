import { describe, expect, it } from "vitest";
import { beginning, dueAt, elapse, evaluate, quiet, type RuleState } from "./evaluate.ts";
import type { PointId, RuleId } from "./id.ts";
import type { Value } from "./reading.ts";
import type { Rule } from "./rule.ts";

const rule = (parts: Partial<Rule> & Pick<Rule, "when">): Rule => ({
  id: "r" as RuleId,
  point: "p" as PointId,
  severity: 2,
  title: { zh: "规则", en: "rule" },
  ...parts,
});

/** Feeds `[time, value]` pairs and lists the changes with their times. */
function run(tested: Rule, fed: readonly [number, Value][]): [number, string][] {
  let state: RuleState = quiet;
  const changes: [number, string][] = [];
  for (const [now, value] of fed) {
    const step = evaluate(tested, state, value, now);
    state = step.state;
    if (step.change !== null) changes.push([now, step.change]);
  }
  return changes;
}

describe("a threshold", () => {
  it("raises above one value and clears below another", () => {
    const tested = rule({ when: { above: 1.2, clearBelow: 1.0 } });
    expect(
      run(tested, [
        [1, 1.2],
        [2, 1.21],
        [3, 1.1],
        [4, 1.01],
        [5, 1.0],
        [6, 1.1],
        [7, 1.3],
      ]),
    ).toEqual([
      [2, "raised"],
      [5, "cleared"],
      [7, "raised"],
    ]);
  });

  it("works downwards as well", () => {
    const tested = rule({ when: { below: 3.0, clearAbove: 3.2 } });
    expect(
      run(tested, [
        [1, 2.9],
        [2, 3.1],
        [3, 3.2],
      ]),
    ).toEqual([
      [1, "raised"],
      [3, "cleared"],
    ]);
  });

  it("takes a value of another kind as no crossing", () => {
    expect(
      run(rule({ when: { above: 1 } }), [
        [1, "9"],
        [2, true],
      ]),
    ).toEqual([]);
  });
});

describe("a state", () => {
  it("raises when equal and clears when not", () => {
    expect(
      run(rule({ when: { equals: true } }), [
        [1, false],
        [2, true],
        [3, true],
        [4, false],
      ]),
    ).toEqual([
      [2, "raised"],
      [4, "cleared"],
    ]);
  });
});

describe("hold times", () => {
  const tested = rule({ when: { above: 1 }, raiseAfterMs: 100, clearAfterMs: 50 });

  it("let a short crossing pass", () => {
    expect(
      run(tested, [
        [0, 2],
        [99, 0],
        [150, 2],
        [240, 2],
      ]),
    ).toEqual([]);
  });

  it("raise and clear once the condition has held", () => {
    expect(
      run(tested, [
        [0, 2],
        [100, 2],
        [110, 0],
        [130, 2],
        [140, 0],
        [190, 0],
      ]),
    ).toEqual([
      [100, "raised"],
      [190, "cleared"],
    ]);
  });

  it("run out without a further reading", () => {
    const { state } = evaluate(tested, quiet, 2, 10);
    expect(dueAt(tested, state, 1000)).toBe(110);
    expect(elapse(tested, state, 109, 1000).change).toBeNull();
    expect(elapse(tested, state, 110, 1000)).toMatchObject({ change: "raised", state: { raised: true, since: null } });
  });
});

describe("N of M", () => {
  const tested = rule({ when: { equals: true }, votes: { needed: 2, of: 3 } });

  it("ignores a single outlier", () => {
    expect(
      run(tested, [
        [1, true],
        [2, false],
        [3, false],
        [4, true],
        [5, false],
        [6, false],
      ]),
    ).toEqual([]);
  });

  it("raises when N of the last M agree, and clears the same way", () => {
    expect(
      run(tested, [
        [1, true],
        [2, false],
        [3, true],
        [4, false],
        [5, true],
        [6, false],
      ]),
    ).toEqual([
      [3, "raised"],
      [6, "cleared"],
    ]);
  });
});

describe("a rate of change", () => {
  const rises = rule({ when: { risesBy: 0.3, withinMs: 60_000 } });

  it("raises when the level has risen by so much within the time, however long it stood before", () => {
    expect(
      run(rises, [
        [0, 1],
        [600_000, 1],
        [630_000, 1.2],
        [650_000, 1.3],
        [700_000, 1.45],
        [720_000, 1.45],
      ]),
    ).toEqual([
      [650_000, "raised"],
      [700_000, "cleared"],
    ]);
  });

  it("does not raise on a slow rise, however high it goes", () => {
    expect(
      run(
        rises,
        Array.from({ length: 100 }, (_, i) => [i * 10_000, i * 0.04]),
      ),
    ).toEqual([]);
  });

  it("looks downwards as well", () => {
    const falls = rule({ when: { fallsBy: 5, withinMs: 10_000 } });
    expect(
      run(falls, [
        [0, 20],
        [5000, 14],
        [30_000, 14],
      ]),
    ).toEqual([
      [5000, "raised"],
      [30_000, "cleared"],
    ]);
  });

  it("remembers a bounded number of readings, however fast they come", () => {
    let state = quiet;
    for (let at = 0; at < 600_000; at += 10) state = evaluate(rises, state, Math.sin(at), at).state;
    expect(state.slices.length).toBeLessThanOrEqual(62);
  });
});

describe("silence", () => {
  const silent = rule({ when: { silentIntervals: 3 }, raiseAfterMs: 500 });

  it("is raised after so many intervals without a reading and its hold, and cleared by the next reading", () => {
    const begun = beginning(silent, 1000);
    expect(dueAt(silent, begun, 100)).toBe(1800);
    const heard = evaluate(silent, begun, 1, 1100).state;
    expect(dueAt(silent, heard, 100)).toBe(1900);
    expect(elapse(silent, heard, 1899, 100).change).toBeNull();
    const raised = elapse(silent, heard, 1900, 100);
    expect(raised.change).toBe("raised");
    expect(dueAt(silent, raised.state, 100)).toBeNull();
    expect(evaluate(silent, raised.state, 1, 5000).change).toBe("cleared");
  });
});

describe("flapping", () => {
  const flaps = rule({ when: { equals: true }, flap: { raises: 3, withinMs: 100 } });

  it("keeps the alert open until it is calm for as long, and counts", () => {
    const fed = Array.from({ length: 10 }, (_, i): [number, Value] => [i * 10, i % 2 === 0]);
    let state: RuleState = quiet;
    for (const [now, value] of fed) state = evaluate(flaps, state, value, now).state;
    expect(state).toMatchObject({ raised: true, flapping: true, count: 5 });
    expect(run(flaps, [...fed, [189, false], [190, false]]).slice(-2)).toEqual([
      [40, "raised"],
      [190, "cleared"],
    ]);
  });

  it("is not what few raises in a long time do", () => {
    const fed = Array.from({ length: 12 }, (_, i): [number, Value] => [i * 60, i % 2 === 0]);
    expect(run(flaps, fed)).toHaveLength(12);
  });
});
