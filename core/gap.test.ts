/** A gap's shape: what a range without records may claim. */
import { decode } from "cborg";
import { expect, it } from "vitest";
import { mostReadings } from "./batch.ts";
import { encodeGap, type Gap, unpackGap } from "./gap.ts";
import type { DeviceId, PointId } from "./id.ts";

const row = (device: string, point: string, count: number) => ({
  device: device as DeviceId,
  point: point as PointId,
  count,
});
const unpack = (gap: Gap) => unpackGap(decode(encodeGap(gap)));

it("survives the round trip", () => {
  const gap: Gap = { count: 2 ** 40, why: "evicted", series: [row("pit-1", "level", 7)] };
  expect(unpack(gap)).toEqual(gap);
});

it("tells when the first and the last of a series' readings were, and takes rows without times", () => {
  const timed = { ...row("pit-1", "level", 7), firstAt: 1_790_000_000_000, lastAt: 1_790_000_060_000 };
  const gap: Gap = { count: 9, why: "evicted", series: [timed, row("pit-2", "level", 2)] };
  expect(unpack(gap)).toEqual(gap);
});

it.each<[string, Gap, RegExp]>([
  ["counts more than a journal can hold", { count: 2 ** 40 + 1, why: "evicted", series: [] }, /^BATCH_INVALID/],
  ["counts nothing", { count: 0, why: "evicted", series: [] }, /^BATCH_INVALID/],
  [
    "has a device that is no name",
    { count: 9, why: "damaged", series: [row("a/b", "p", 1)] },
    /^BATCH_INVALID: series 0/,
  ],
  [
    "has a point that is no name",
    { count: 9, why: "damaged", series: [row("a", "p\n", 1)] },
    /^BATCH_INVALID: series 0/,
  ],
  [
    "ends before it begins",
    { count: 9, why: "evicted", series: [{ ...row("a", "p", 1), firstAt: 2, lastAt: 1 }] },
    /^BATCH_INVALID: series 0/,
  ],
  ["names more than it counts", { count: 1, why: "damaged", series: [row("a", "p", 2)] }, /^BATCH_INVALID/],
  [
    "names too many series",
    { count: 1e6, why: "damaged", series: new Array(mostReadings + 1).fill(row("a", "p", 1)) },
    /^BATCH_TOO_LARGE/,
  ],
])("a gap that %s is refused by name", (_what, gap, message) => {
  expect(() => unpack(gap)).toThrow(message);
});
