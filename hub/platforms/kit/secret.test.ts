/** A secret is compared in a time that tells nothing of it, and whoever has none is told so. */
import { expect, test } from "vitest";
import { checkSame, isSame } from "./secret.ts";

const megabytes = 4;
const known = "k".repeat(megabytes * 1_048_576);
const wrongAtOnce = `x${known.slice(1)}`;
const wrongAtLast = `${known.slice(0, -1)}x`;

function msOf(given: string): number {
  const began = performance.now();
  isSame(given, known);
  return performance.now() - began;
}

test("what is wrong at its first character takes as long as what is wrong at its last, or right", () => {
  const given = [known, wrongAtLast, wrongAtOnce];
  const rounds = Array.from({ length: 5 }, () => given.map(msOf));
  // The least of some: what the machine does besides only adds to it.
  const least = given.map((_, i) => Math.min(...rounds.map((round) => round[i] ?? 0)));
  // Compared as strings, what is wrong at once takes a thousandth of the others.
  expect(Math.max(...least) / Math.min(...least)).toBeLessThan(20);
});

test.each([
  ["the same", "a-token", true],
  ["another", "a-tokem", false],
  ["its beginning", "a-toke", false],
  ["more of it", "a-token1", false],
  ["nothing", "", false],
  ["the same in other letters", "A-TOKEN", false],
])("%s is %s: %s", (_, given, isIt) => {
  expect(isSame(given, "a-token")).toBe(isIt);
});

test.each([
  [undefined, "the token is missing"],
  ["", "the token is missing"],
  ["another", "the token is wrong"],
])("what came as %s is refused: %s", (given, why) => {
  expect(() => checkSame(given, "a-token", "the token")).toThrow(
    expect.objectContaining({ code: "PUSH_REFUSED", detail: why }),
  );
});
