/** Areas on the ground: whose is a place, where is its centre, what is no outline. */
import { expect, test } from "vitest";
import { type Areas, areaCentre, areaFinder, areaOf, faultOfAreas, findArea } from "./areas.ts";
import shipped from "./defaults/areas.json" with { type: "json" };
import units from "./defaults/units.json" with { type: "json" };
import { centreOf, isInside, type Ring } from "./lon-lat.ts";
import type { Units } from "./units.ts";

const book = shipped as Areas;
const square: Ring = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [0, 0],
];
const area = (id: string, name: string, more: object = {}) => ({
  ...{ id, name, tier: "compound" as const, parent: null, unit: null },
  ...more,
});

test("the finder made ready answers as the plain one does", () => {
  const areas: Areas = {
    ...{ source: "made by hand", gateways: { "gw-2": "b" } },
    areas: [area("a", "东昌"), area("b", "东昌小区"), area("c", "东昌小区北区"), area("d", "东昌小区")],
  };
  const find = areaFinder(areas);
  for (const gateway of [null, "gw-1", "gw-2", "constructor"])
    for (const place of ["东昌小区 3号楼", "东昌小区北区 1号楼", "东昌路", "东", "", "陆家嘴"])
      expect([gateway, place, find(gateway, place)?.id]).toEqual([gateway, place, areaOf(areas, gateway, place)?.id]);
});

test("an area without a centre has that of its outline, else that of what it lies in", () => {
  const areas: Areas = {
    ...{ source: "made by hand", gateways: {} },
    areas: [
      area("a", "外", { outline: [square] }),
      area("b", "里", { parent: "a" }),
      area("c", "定", { parent: "a", centre: [5, 6] }),
      area("d", "无"),
    ],
  };
  const centre = (id: string) => areaCentre(areas, findArea(areas, id));
  expect([centre("a"), centre("b"), centre("c"), centre("d")]).toEqual([[1, 1], [1, 1], [5, 6], null]);
});

test("an outline that does not close is refused with its path", () => {
  const open = square.slice(0, -1);
  const wrong = { ...book, areas: [{ ...book.areas[0], outline: [square, open] }] } as Areas;
  expect(faultOfAreas(wrong, units as Units)).toBe(
    "/areas/0/outline/1 is not closed: its last point must be its first",
  );
});

test("what lies inside is inside, also of a ring without an area", () => {
  expect([isInside(square, [1, 1]), isInside(square, [3, 1]), isInside(square, [1, -1])]).toEqual([true, false, false]);
  expect(
    centreOf([
      [1, 1],
      [3, 3],
      [1, 1],
      [1, 1],
    ]),
  ).toEqual([1.5, 1.5]);
  const compound = findArea(book, "dongchang-xiaoqu")?.outline?.[0] as Ring;
  expect(isInside(compound, centreOf(compound))).toBe(true);
});
