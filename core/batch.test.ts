import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf, decodeBatch, encodeBatch, mostReadings, readingsOf } from "./batch.ts";
import type { DeviceId, PointId } from "./id.ts";
import type { Reading } from "./reading.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 100),
  fc.boolean(),
  fc.string(),
);
const reading: fc.Arbitrary<Reading> = fc.record({
  device: name as fc.Arbitrary<DeviceId>,
  point: name as fc.Arbitrary<PointId>,
  at: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  value,
  quality: fc.integer({ min: 0, max: 7 }),
});
const fewSeries = fc.array(
  reading.map((entry) => ({ ...entry, device: entry.device.slice(0, 1) as DeviceId, point: "p" as PointId })),
  { minLength: 1, maxLength: 200 },
);

/** Series by series, as a batch orders them. */
const grouped = (readings: readonly Reading[]) => readingsOf({ columns: columnsOf(readings) });

describe("a batch", () => {
  it("survives the round trip bit for bit, whatever the readings", () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(reading, { minLength: 1, maxLength: 60 }), fewSeries), (readings) => {
        const back = readingsOf(decodeBatch(encodeBatch(readings)));
        expect(back).toStrictEqual(grouped(readings));
        for (const [i, entry] of back.entries()) expect(Object.is(entry.value, grouped(readings)[i]?.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps every reading and the order within each series", () => {
    fc.assert(
      fc.property(fewSeries, (readings) => {
        const back = readingsOf(decodeBatch(encodeBatch(readings)));
        expect(back).toHaveLength(readings.length);
        const key = (entry: Reading) => `${typeof entry.value} ${entry.device}`;
        for (const series of new Set(readings.map(key)))
          expect(back.filter((entry) => key(entry) === series)).toStrictEqual(
            readings.filter((entry) => key(entry) === series),
          );
      }),
    );
  });

  it("costs at most 8 bytes a reading at 100 of one ordinary gateway", () => {
    const readings = Array.from({ length: 100 }, (_, i) => ({
      device: `pit-${i % 5}` as DeviceId,
      point: "level" as PointId,
      at: 1_790_000_000_000 + i * 200 + (i % 7),
      value: Math.round(100 + 20 * Math.sin(i / 9)) / 100,
      quality: 0,
    }));
    expect(encodeBatch(readings).length / readings.length).toBeLessThanOrEqual(8);
  });

  it("writes decimals as integers and deltas", () => {
    const at = 1_790_000_000_000;
    const readings = [1.85, 1.86, 1.84].map((level, i) => ({
      device: "d" as DeviceId,
      point: "l" as PointId,
      at: at + i * 1000,
      value: level,
      quality: 0,
    }));
    expect(encodeBatch(readings)).toStrictEqual(encode([1, [["d", "l", at, [1000, 1000], 2, [185, 1, -2]]]]));
  });

  it("keeps minus zero apart from zero", () => {
    const minus = { device: "d" as DeviceId, point: "l" as PointId, at: 1, value: -0, quality: 0 };
    expect(Object.is(decodeBatch(encodeBatch([minus])).columns[0]?.values[0], -0)).toBe(true);
  });

  it("refuses values that are not finite", () => {
    const broken = { device: "d" as DeviceId, point: "l" as PointId, at: 1, value: Number.NaN, quality: 0 };
    expect(() => encodeBatch([broken])).toThrow(/BATCH_INVALID: a value is not a finite number/);
  });
});

/** A column of zeros, packed. */
function manyOf(device: string, count: number): unknown[] {
  return [device, "p", 1, new Array(count - 1).fill(0), 0, new Array(count).fill(0)];
}

it("the largest batch is read", () => {
  expect(decodeBatch(encode([1, [manyOf("d", mostReadings)]])).count).toBe(mostReadings);
});

describe("a damaged batch", () => {
  it.each([
    ["an empty body", new Uint8Array(), "BATCH_NOT_CBOR"],
    ["text", new TextEncoder().encode("hello"), "BATCH_NOT_CBOR"],
    [
      "a list that claims four thousand million entries",
      new Uint8Array([0x9a, 0xff, 0xff, 0xff, 0xff]),
      "BATCH_NOT_CBOR",
    ],
    ["another kind", encode([9, []]), "BATCH_INVALID"],
    ["no readings", encode([1, []]), "BATCH_INVALID"],
    ["a column without values", encode([1, [["d", "p", 1, []]]]), "BATCH_INVALID"],
    ["a nameless device", encode([1, [["", "p", 1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["a device with a line feed", encode([1, [["d\n", "p", 1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["a device with a slash", encode([1, [["d/e", "p", 1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["a point with a NUL", encode([1, [["d", "p\0", 1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["a point of 65 characters", encode([1, [["d", "p".repeat(65), 1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["too many readings in one column", encode([1, [manyOf("d", mostReadings + 1)]]), "BATCH_TOO_LARGE"],
    ["too many readings in all", encode([1, [manyOf("d", mostReadings), manyOf("e", 1)]]), "BATCH_TOO_LARGE"],
    ["more times than values", encode([1, [["d", "p", 1, [1], 0, [1]]]]), "BATCH_INVALID"],
    ["a time before 1970", encode([1, [["d", "p", -1, [], 0, [1]]]]), "BATCH_INVALID"],
    ["a fraction where integers belong", encode([1, [["d", "p", 1, [], 2, [1.5]]]]), "BATCH_INVALID"],
    ["an unknown kind of value", encode([1, [["d", "p", 1, [], -9, [1]]]]), "BATCH_INVALID"],
    ["booleans that are numbers", encode([1, [["d", "p", 1, [], -2, [1]]]]), "BATCH_INVALID"],
    ["undefined quality bits", encode([1, [["d", "p", 1, [], 0, [1], 8]]]), "BATCH_INVALID"],
  ])("with %s is a named fault", (_, bytes, code) => {
    expect(() => decodeBatch(bytes)).toThrow(new RegExp(`^${code}: `));
  });

  it("never escapes as anything but a named fault, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeBatch(bytes);
        } catch (error) {
          expect((error as Error).name).toBe("Fault");
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("never escapes as anything but a named fault when one byte of a good one is flipped", () => {
    fc.assert(
      fc.property(fewSeries, fc.nat(), fc.integer({ min: 1, max: 255 }), (readings, place, mask) => {
        const bytes = encodeBatch(readings);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] as number) ^ mask;
        try {
          expect(decodeBatch(bytes).count).toBeGreaterThan(0);
        } catch (error) {
          expect((error as Error).name).toBe("Fault");
        }
      }),
      { numRuns: 1000 },
    );
  });
});
