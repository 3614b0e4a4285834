import { describe, expect, it } from "vitest";
import { dueAt, elapse, evaluate, quiet, type RuleState } from "./evaluate.ts";
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
    expect(dueAt(tested, state)).toBe(110);
    expect(elapse(tested, state, 109).change).toBeNull();
    expect(elapse(tested, state, 110)).toEqual({ change: "raised", state: { raised: true, votes: [], since: null } });
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
