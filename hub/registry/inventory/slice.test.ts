/** Slices of an import follow what a row costs: more while it is quick, fewer at once when it is slow. */
import { expect, test } from "vitest";
import { firstSlice, nextSlice } from "./slice.ts";

test.each([
  ["a quick slice doubles, and no more", 50, 1, 100],
  ["what takes the time it may stays", 50, 10, 50],
  ["a slow slice shrinks at once", 200, 100, 20],
  ["a clock that stands makes it grow, to a bound", 400, 0, 500],
  ["a very slow row still goes on", 10, 5000, 10],
])("%s", (_what, size, tookMs, expected) => {
  expect(nextSlice(size, tookMs)).toBe(expected);
});

test.each([
  ["a slow commit asks for as much work as it takes itself", 15, 15],
  ["and never for more than an alert can wait", 5000, 20],
  ["a quick one for no less than ten milliseconds", 1, 10],
])("%s", (_what, commitMs, aimMs) => {
  expect(nextSlice(100, 100, commitMs)).toBe(aimMs);
});

test("in some steps it comes to what ten milliseconds hold", () => {
  let size = firstSlice;
  for (let i = 0; i < 10; i++) size = nextSlice(size, size * 0.1);
  expect(size).toBe(100);
});
