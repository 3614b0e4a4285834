/** Rows come back from their bytes as they were, however many are asked for at once. */
import { expect, test } from "vitest";
import { packRows, type Rows, unpackRows } from "./packed-rows.ts";

const rows: Rows = Array.from({ length: 250 }, (_, i) => [`gw-${i}`, "", '水泵房 "B1",\n', ...Array(i % 3).fill("x")]);

test.each([1, 7, 100, 1000])("%i at a time", (most) => {
  const take = unpackRows(packRows(rows));
  const found: Rows = [];
  for (let some = take(most); some.length > 0; some = take(most)) {
    expect(some.length).toBe(Math.min(most, rows.length - found.length));
    found.push(...some);
  }
  expect(found).toEqual(rows);
});

test("half of a character stays half of it, and no rows are none", () => {
  expect(unpackRows(packRows([["\ud83d"]]))(1)).toEqual([["\ud83d"]]);
  expect(unpackRows(packRows([]))(9)).toEqual([]);
});
