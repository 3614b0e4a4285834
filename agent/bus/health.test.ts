import { describe, expect, it } from "vitest";
import { afterRound, pauseAfter, unknown } from "./health.ts";

const failing = (rounds: number) =>
  Array.from({ length: rounds }).reduce<typeof unknown>((health) => afterRound(health, "FIELD_SILENT").health, unknown);

describe("the health of a device", () => {
  it("is told after the first round, and then only when it changes", () => {
    const first = afterRound(unknown, "");
    expect(first.changed).toBe(true);
    expect(afterRound(first.health, "").changed).toBe(false);
    expect(afterRound(first.health, "FIELD_DAMAGED").changed).toBe(true);
  });

  it("keeps the usual interval for the first failures, then doubles it up to a minute", () => {
    const pauses = [0, 1, 2, 3, 4, 5, 20].map((rounds) => pauseAfter(failing(rounds), 1000));
    expect(pauses).toEqual([1000, 1000, 1000, 2000, 4000, 8000, 60_000]);
  });

  it("never asks a slow device more often than its interval", () => {
    expect(pauseAfter(failing(20), 600_000)).toBe(600_000);
  });

  it("is well at once when the device answers again", () => {
    expect(afterRound(failing(20), "").health).toEqual({ code: "", failures: 0 });
  });
});
