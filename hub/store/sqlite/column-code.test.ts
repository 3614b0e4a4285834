import fc from "fast-check";
import { expect, test } from "vitest";
import type { Value } from "../../../core/reading.ts";
import { ByteReader, ByteWriter, type Column, readColumn, writeColumn } from "./column-code.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const decimal = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100);
const value: fc.Arbitrary<Value> = fc.oneof(
  number,
  decimal,
  fc.integer(),
  fc.boolean(),
  fc.string({ unit: "grapheme" }),
);
const time = fc.oneof(fc.integer({ min: 0, max: 2e12 }), fc.maxSafeNat());
const bits = fc.integer({ min: 0, max: 7 });

const columnOf = (of: fc.Arbitrary<Value>) =>
  fc.array(fc.tuple(time, of, bits), { minLength: 1, maxLength: 40 }).map(
    (rows): Column => ({
      at: rows.map(([at]) => at),
      values: rows.map(([, one]) => one),
      quality: rows.map(([, , one]) => one),
    }),
  );

function sizeOf(column: Column, base = 0): number {
  const writer = new ByteWriter();
  writeColumn(writer, column, base);
  return writer.take().length;
}

test.each([
  ["of any kind", value],
  ["of numbers", number],
  ["of decimals", decimal],
])("columns %s come back as they went, one after the other", (_what, of) => {
  const writer = new ByteWriter();
  fc.assert(
    fc.property(fc.array(columnOf(of), { maxLength: 5 }), fc.integer({ min: 0, max: 2e12 }), (columns, base) => {
      for (const column of columns) writeColumn(writer, column, base);
      const reader = new ByteReader(writer.take());
      for (const { at, values, quality } of columns) {
        const back = readColumn(reader, base);
        expect([back.at, back.quality]).toEqual([at, quality]);
        expect(back.values.every((one, i) => Object.is(one, values[i]))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("a reading of a steady sensor takes two to three bytes", () => {
  const at = Array.from({ length: 120 }, (_, i) => 1_790_000_000_000 + i * 60_000 + ((i * 7) % 13));
  const values = at.map((_, i) => Math.round(100 + 30 * Math.sin(i / 9)) / 100);
  expect(sizeOf({ at, values, quality: at.map(() => 0) }) / 120).toBeLessThan(2.3);
});
