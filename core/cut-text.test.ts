/** Where text is cut. */
import { expect, test } from "vitest";
import { cutText } from "./cut-text.ts";

test.each([
  ["陆家嘴", 10, "陆家嘴"],
  ["陆家嘴", 2, "陆家"],
  ["a𠮷b", 2, "a"],
  ["a𠮷b", 3, "a𠮷"],
  ["a\ud800b", 3, "a\ufffdb"],
  ["𠮷", 1, ""],
])("%j within %i units is %j", (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});
