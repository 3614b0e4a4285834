import { expect, it } from "vitest";
import { pauseBefore } from "./backoff.ts";

it("spreads the attempts over a window that widens to its limit", () => {
  const settings = { firstPauseMs: 5000, mostPauseMs: 120_000 };
  expect([0, 1, 2, 3, 9, 50].map((failures) => pauseBefore(failures, settings, 1))).toEqual([
    5000, 10_000, 20_000, 40_000, 120_000, 120_000,
  ]);
  expect(pauseBefore(50, settings, 0)).toBe(0);
});
