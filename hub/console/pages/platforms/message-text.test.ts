/** Messages as people read them. */
import { expect, test } from "vitest";
import { dumpOf, placeIn, prettyOf, whyOf, yieldOf } from "./message-text.ts";

test("JSON stands in lines, anything else as it came", () => {
  expect(prettyOf('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyOf("hello")).toBeNull();
  expect(prettyOf("12")).toBeNull();
});

test("bytes stand in rows of sixteen with their letters", () => {
  const [first, second] = dumpOf(`${"404142ff".repeat(4)}7e`).split("\n");
  expect(first).toMatch(/^0000 {2}40 41 42 ff .* {2}@AB\.@AB\.@AB\.@AB\.$/);
  expect(second).toMatch(/^0010 {2}7e +~$/);
});

test("what refused it is a code and a detail", () => {
  expect(whyOf("PUSH_UNREADABLE: it is\nnot JSON")).toEqual({ code: "PUSH_UNREADABLE", detail: "it is\nnot JSON" });
});

test("what it yielded is told apart, whatever the value", () => {
  expect(yieldOf("ff01/level/1789=a=b")).toEqual({ device: "ff01", point: "level", at: 1789, value: "a=b" });
});

test.each([
  ["a word of the first line", '{"a" cm}', 7, { line: 1, column: 6, parts: ['{"a" ', "cm", "}"] }],
  ["a later line", "ab\ncd\nef", 4, { line: 2, column: 1, parts: ["", "c", "d"] }],
  ["the end, whatever follows", "a + ", 99, { line: 1, column: 3, parts: ["a ", "+", " "] }],
  ["the beginning", "ab", 0, { line: 1, column: 1, parts: ["", "a", "b"] }],
])("%s is marked", (_, text, position, place) => {
  expect(placeIn(text, position)).toEqual(place);
});
