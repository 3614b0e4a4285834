import { expect, it } from "vitest";
import { change, isMonth, monthBefore, monthSpan, type ScoreRow, sortedBy } from "./scores.ts";

const row = (name: string, acceptMin: number | null) => ({ key: name, name, acceptMin }) as ScoreRow;

it("sorts both ways, and what is not there stays last", () => {
  const rows = [row("a", null), row("b", 3), row("c", 9)];
  expect(sortedBy(rows, "acceptMin", true).map(({ name }) => name)).toEqual(["c", "b", "a"]);
  expect(sortedBy(rows, "acceptMin", false).map(({ name }) => name)).toEqual(["b", "c", "a"]);
});

it("compares rates in points of percent, and nothing with nothing", () => {
  expect(change("bySensorRate", 0.75, 0.5)).toBe(25);
  expect(change("acceptMin", 4.2, 5)).toBe(-0.8);
  expect(change("acceptMin", null, 5)).toBeNull();
});

it("counts months by the clock of Shanghai", () => {
  const newYear = Date.parse("2027-01-01T00:30:00+08:00");
  expect([monthBefore(newYear, 0), monthBefore(newYear, 1), monthBefore(newYear, 12)]).toEqual([
    "2027-01",
    "2026-12",
    "2026-01",
  ]);
  expect(monthSpan("2026-12")).toEqual({
    from: Date.parse("2026-12-01T00:00:00+08:00"),
    to: Date.parse("2027-01-01T00:00:00+08:00"),
  });
  expect([isMonth("2026-12"), isMonth("2026-13"), isMonth(null)]).toEqual([true, false, false]);
});
