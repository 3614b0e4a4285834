/** What JSON.parse takes in silence is named. */
import { expect, test } from "vitest";
import { mistakeInJson, mistakeSteps } from "./strict-json.ts";

test.each([
  ['{"a":1,"a":2}', 'the key "a" is there twice'],
  ['{"a":1 , "b":{"c":1,"c" : 1}}', 'the key "c" is there twice'],
  [String.raw`{"a":1,"\u0061":2}`, 'the key "a" is there twice'],
  [String.raw`{"x\"":1,"x\"":2}`, 'the key "x"" is there twice'],
  ['[{"__proto__":{"x":1}}]', 'the key "__proto__" is none of a message'],
  ['{"level":1e999}', "1e999 is no number that can be kept"],
  [`[${"9".repeat(400)}]`, `${"9".repeat(40)} is no number that can be kept`],
  ["[".repeat(65) + "]".repeat(65), "it is nested more than 64 deep"],
])("%s is told", (text, mistake) => {
  expect(() => JSON.parse(text)).not.toThrow();
  expect(mistakeInJson(text)).toBe(mistake);
});

test.each([
  '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":"x\\":"}]}',
  '{"a":"a","b":"\\\\","c":-1.5e3}',
  '"a"',
  "[".repeat(64) + "]".repeat(64),
  `{"id":${Number.MAX_SAFE_INTEGER}000000}`,
])("%s is right", (text) => expect(mistakeInJson(text)).toBeNull());

test.each(['{"\\x":1,"\\x":2}', "[", '{"a', "\\"])("%s, which is no JSON, is looked at all the same", (text) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(() => mistakeInJson(text)).not.toThrow();
});

test("a long text is looked at in steps", () => {
  const text = JSON.stringify(Array.from({ length: 100_000 }, (_, n) => 10_000_000 + n));
  expect([...mistakeSteps(text, 1)].length).toBeGreaterThanOrEqual(8);
});
