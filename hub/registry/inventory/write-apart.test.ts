/** Files of many rows: what they hold, and that others have their turns while they are written. */
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { csvOf, workbookOf } from "./write-apart.ts";

const rows = Array.from({ length: 10_000 }, (_, n) => [`c-${n}`, `${n}`, n === 3 ? "=1+1" : "井,盖"]);
const titles = ["编码", "数", "名称"];

/** How often somebody else had a turn until it was done. */
async function turnsWhile<Result>(work: Promise<Result>): Promise<{ result: Result; turns: number }> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const result = await work.finally(() => {
    isOver = true;
  });
  return { result, turns };
}

test("a workbook is written apart: titles, texts as texts, digits of sums as numbers, no formula", async () => {
  const { result, turns } = await turnsWhile(
    workbookOf([
      { sheet: "清单", widths: [10, 10, 10], titles, rows },
      { sheet: "合计", widths: [10], rows: [["合计", "7", "8"]], numbers: true },
    ]),
  );
  const list = await readSheet(result, 1);
  expect(list).toHaveLength(10_001);
  expect([list[0], list[2], list[4]]).toEqual([titles, ["c-1", "1", "井,盖"], ["c-3", "3", "'=1+1"]]);
  expect(await readSheet(result, 2)).toEqual([["合计", 7, 8]]);
  expect(turns).toBeGreaterThan(15);
});

test("a CSV is written part by part, with one mark at its head", async () => {
  const { result, turns } = await turnsWhile(csvOf(titles, rows));
  const lines = result.toString().split("\r\n");
  expect(lines).toHaveLength(10_002);
  expect(lines.slice(0, 2)).toEqual(["\uFEFF编码,数,名称", 'c-0,0,"井,盖"']);
  expect(lines[501]).toBe('c-500,500,"井,盖"');
  expect(result.toString().match(/\uFEFF/g)).toHaveLength(1);
  expect(turns).toBeGreaterThan(15);
});
