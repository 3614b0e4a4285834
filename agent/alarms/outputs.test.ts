/** What siren and lamp do, step by step on a hand-turned clock. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AlertId } from "../../core/id.ts";
import type { Severity } from "../../core/rule.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { root } from "../../test/rig/paths.ts";
import type { Loudness } from "./loudness.ts";
import { type Output, type Patterns, patternOf, startOutputs } from "./outputs.ts";

const patterns: Patterns = JSON.parse(readFileSync(join(root, "hardware/gateway/patterns.json"), "utf8"));
const siren: Output = { id: "siren", kind: "siren" };
const lamp: Output = { id: "lamp", kind: "lamp" };
const loud = (sounds: Severity | null, shows: Severity | null, seen = false, names = ["a"]): Loudness => ({
  ...{ sounds, shows, seen },
  sounding: new Map(sounds === null ? [] : names.map((name) => [name as AlertId, sounds])),
});

function setUp(outputs: Output[] = [siren, lamp]) {
  const clock = handClock();
  const begun = clock.monotonic();
  const steps: [number, string, boolean][] = [];
  const driven = startOutputs(outputs, patterns, (id, on) => steps.push([clock.monotonic() - begun, id, on]), clock);
  return {
    clock,
    steps,
    driven,
    of: (id: string) => steps.filter((step) => step[1] === id).map(([at, , on]) => [at, on]),
  };
}

describe("the outputs", () => {
  it("sound at once, three pulses and a pause, for the gravest", async () => {
    const { clock, driven, of } = setUp([siren]);
    driven.show(loud(1, 1));
    await clock.pass(4000);
    expect(of("siren")).toEqual([
      [0, false],
      [0, true],
      [500, false],
      [1000, true],
      [1500, false],
      [2000, true],
      [2500, false],
      [4000, true],
    ]);
  });

  it("never start a machine, neither for an alert nor for a test; a hand on its switch does, for its time", async () => {
    const { clock, driven, of } = setUp([lamp, { id: "pump-1", kind: "machine" }]);
    driven.show(loud(1, 1));
    await clock.pass(4000);
    const tested = driven.test();
    await clock.pass(60_000);
    await tested;
    expect(of("pump-1")).toEqual([[0, false]]);
    driven.hold("pump-1", true, 5000);
    await clock.pass(6000);
    expect(of("pump-1").slice(1)).toEqual([
      [64_000, true],
      [69_000, false],
    ]);
  });

  it("go on with their pattern when the board changes and nothing is louder", async () => {
    const { clock, driven, of } = setUp([siren]);
    driven.show(loud(2, 2));
    await clock.pass(1000);
    driven.show(loud(2, 2));
    await clock.pass(3999);
    expect(of("siren")).toHaveLength(3);
  });

  it("fall silent at once, and leave the lamp steady for what everybody has seen", async () => {
    const { clock, driven, of } = setUp();
    driven.show(loud(1, 1));
    await clock.pass(100);
    driven.show(loud(null, 1, true));
    await clock.pass(60_000);
    expect(of("siren").at(-1)).toEqual([100, false]);
    expect(of("lamp").at(-1)).toEqual([100, true]);
  });

  it("are tested one after the other and then do what they have to", async () => {
    const { clock, driven, of } = setUp();
    driven.show(loud(null, 3));
    const done = driven.test();
    await clock.pass(1200);
    await clock.pass(1200);
    await done;
    expect(of("siren").filter(([, on]) => on)).toEqual([
      [0, true],
      [600, true],
    ]);
    expect(of("lamp").filter(([at, on]) => on && Number(at) >= 1200 && Number(at) < 2400)).toEqual([
      [1200, true],
      [1800, true],
    ]);
    await clock.pass(10_000);
    expect(of("lamp").filter(([at]) => Number(at) >= 2400).length).toBeGreaterThan(4);
  });

  it("that are kept off by hand stay so while the same sounds, and sound at once for another or a graver alert", async () => {
    const anHour = 3_600_000;
    const { clock, driven, of } = setUp();
    driven.show(loud(2, 2));
    driven.hold("siren", false, anHour);
    driven.show(loud(2, 2));
    expect(of("siren").at(-1)).toEqual([0, false]);
    driven.show(loud(2, 2, false, ["a", "b"]));
    expect(of("siren").at(-1)).toEqual([0, true]);
    driven.hold("siren", false, anHour);
    driven.show(loud(1, 1, false, ["a", "b"]));
    expect(of("siren").at(-1)).toEqual([0, true]);
    driven.show(loud(null, 1, true));
    driven.hold("siren", false, anHour);
    await clock.pass(60_000);
    driven.show(loud(1, 1, false, ["c"]));
    expect(of("siren").at(-1)).toEqual([60_000, true]);
  });

  it("keep the lamp off by hand for so long, whatever comes, and then show what stands", async () => {
    const { clock, driven, of } = setUp([lamp]);
    driven.hold("lamp", false, 60_000);
    driven.show(loud(1, 1));
    await clock.pass(59_999);
    expect(of("lamp").filter(([, on]) => on)).toEqual([]);
    await clock.pass(1);
    expect(of("lamp").at(-1)).toEqual([60_000, true]);
  });

  it("are off at the end", () => {
    const { driven, of } = setUp([siren]);
    driven.show(loud(1, 1));
    driven.close();
    expect(of("siren").at(-1)?.[1]).toBe(false);
  });
});

it.each([1, 2, 3, 4] as const)("severity %i is never louder than a graver one", (severity) => {
  const share = (kind: Output["kind"]) => {
    const pattern = patternOf(kind, loud(severity, severity), patterns);
    if (typeof pattern === "string") return Number(pattern === "on");
    const total = pattern.reduce((sum, ms) => sum + ms, 0);
    return pattern.filter((_, i) => i % 2 === 0).reduce((sum, ms) => sum + ms, 0) / total;
  };
  const graver = severity === 1 ? 1 : severity - 1;
  for (const kind of ["siren", "buzzer"] as const) {
    const above = patternOf(kind, loud(graver as Severity, graver as Severity), patterns);
    expect(share(kind)).toBeLessThanOrEqual(above === "off" ? 0 : 1);
  }
  expect(patternOf("siren", loud(severity, severity), patterns) === "off").toBe(severity > 2);
});
