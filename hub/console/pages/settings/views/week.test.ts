/** Shifts over midnight and over the end of the week, and the hours in which nobody is there. */
import { expect, test } from "vitest";
import { holeOf } from "../../../../rulebook/roster.ts";
import { byDay, clockText, dayMin, dutiesOf, holesOf } from "./week.ts";

const shift = (from: string, to: string, days: number[]) => ({
  ...{ id: from, unit: "street", name: from, from, to, days, people: ["甲"], leader: "乙" },
});
const all = [1, 2, 3, 4, 5, 6, 7];

test("a night shift goes on the next morning, on Sunday the first morning of the week", () => {
  const days = byDay(dutiesOf([shift("20:00", "08:00", all)]));
  expect(days.map((spans) => spans.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`))).toEqual(
    all.map(() => ["00:00-08:00", "20:00-24:00"]),
  );
});

test("two shifts that meet leave no hole; the hub says the same", () => {
  const shifts = [shift("08:00", "20:00", all), shift("20:00", "08:00", all)];
  expect(holesOf(dutiesOf(shifts))).toEqual([]);
  expect(holeOf({ source: "", roundTheClock: [], shifts }, "street")).toBeNull();
});

test("every hole of the week is found, not only the first", () => {
  const shifts = [shift("08:00", "20:00", [1, 2, 3, 4, 5, 6]), shift("20:00", "08:00", all)];
  expect(holesOf(dutiesOf(shifts))).toEqual([{ from: 6 * dayMin + 480, to: 6 * dayMin + 1200 }]);
  expect(holeOf({ source: "", roundTheClock: [], shifts }, "street")).toBe("Sunday 08:00 to Sunday 20:00");
  expect(holesOf([])).toEqual([{ from: 0, to: 7 * dayMin }]);
});
