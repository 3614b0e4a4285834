/** A place's course goes through the devices that hung there, with a seam where one followed the other. */
import { expect, test } from "vitest";
import { joined } from "./joined.ts";

const at = (...times: number[]) => times.map((time) => ({ at: time, value: time, quality: 0 }));
const join = (...parts: ReturnType<typeof at>[]) => joined(parts, 700, () => "");

test("the old device's course ends where the new one's begins, and no line leads across", () => {
  const { samples, points, seams } = join(at(10, 20, 30, 40, 50), at(41, 51, 61));
  expect(samples.map((sample) => sample.at)).toEqual([10, 20, 30, 40, 41, 51, 61]);
  expect(seams).toEqual([41]);
  expect(points.filter(({ value }) => value === null)).toHaveLength(1);
  expect(points.findIndex(({ value }) => value === null)).toBe(4);
});

test("three devices have two seams", () => {
  expect(join(at(1, 2), at(3, 4), at(5, 6)).seams).toEqual([3, 5]);
});

test("there is no seam where only one of them measured", () => {
  expect(join(at(1, 2), []).seams).toEqual([]);
  expect(join([], at(1, 2))).toMatchObject({ seams: [], samples: at(1, 2) });
  expect(join([], []).points).toEqual([]);
});
