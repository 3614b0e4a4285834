/** Whatever the text and the limit: never a byte too many, never half a character, and nothing cut that fits. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, cutToBytes } from "./cut.ts";

const anyText = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.array(fc.constantFrom("3号楼 502 烟雾报警。", "👨‍👩‍👧‍👦", "🇨🇳", "é", "é", "a", "\r\n", "\ud83d"), {
      maxLength: 60,
    }),
  )
  .map((text) => (Array.isArray(text) ? text.join("") : text));
const anyLimit = fc.integer({ min: 0, max: 400 });
const segments = (text: string) =>
  [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

describe("text that is cut", () => {
  test("is never longer than the limit, and never ends in half a code point", () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, most) => {
        const cut = cutToBytes(text, most);
        expect(bytesOf(cut)).toBeLessThanOrEqual(most);
        expect(cut.isWellFormed()).toBe(true);
        expect(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(cut))).toBe(cut);
      }),
      { numRuns: 5000 },
    );
  });

  test("is left as it is when it fits", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = text.toWellFormed();
        expect(cutToBytes(text, bytesOf(whole))).toBe(whole);
      }),
      { numRuns: 2000 },
    );
  });

  test("ends between characters as people see them, with an ellipsis, and one more would not fit", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3, max: 400 }), (text, most) => {
        const whole = text.toWellFormed();
        fc.pre(bytesOf(whole) > most);
        const cut = cutToBytes(text, most);
        expect(cut.endsWith("…")).toBe(true);
        const kept = cut.slice(0, -1);
        const parts = segments(whole);
        let count = 0;
        while (parts.slice(0, count).join("").length < kept.length) count++;
        const next = parts.slice(0, count + 1).join("");
        if (bytesOf(parts[0] as string) <= most - 3) expect(parts.slice(0, count).join("")).toBe(kept);
        else expect(whole.startsWith(kept)).toBe(true);
        expect(bytesOf(next) + 3).toBeGreaterThan(most);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["3号楼 502 烟雾报警", 12, "3号楼 5…"],
    ["家👨‍👩‍👧‍👦人", 31, "家👨‍👩‍👧‍👦人"],
    ["家👨‍👩‍👧‍👦人", 30, "家…"],
    ["👨‍👩‍👧‍👦", 10, "👨‍…"],
    ["水位", 2, ""],
    ["ab", 1, "a"],
    ["水\ud83d", 6, "水\ufffd"],
  ])("%s in %i bytes is %s", (text, most, cut) => expect(cutToBytes(text, most)).toBe(cut));
});
