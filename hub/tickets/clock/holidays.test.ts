import { expect, test } from "vitest";
import project from "../../../package.json" with { type: "json" };
import { openCalendar } from "./calendar.ts";
import { dayFrom } from "./day.ts";
import { holidayYears, usualCalendar } from "./holidays.ts";

test("2026 is as the State Council set it", () => {
  // 国务院办公厅关于2026年部分节假日安排的通知, https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm; weekends left out.
  expect(holidayYears()["2026"]).toEqual({
    holidays: [
      ...["2026-01-01", "2026-01-02"],
      ...["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"],
      "2026-04-06",
      ...["2026-05-01", "2026-05-04", "2026-05-05"],
      "2026-06-19",
      "2026-09-25",
      ...["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
    ],
    workdays: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
  });
});

test("what one year's arrangement does to the December before is in that December", () => {
  expect(holidayYears()["2018"]?.workdays).toContain("2018-12-29");
  expect(holidayYears()["2018"]?.holidays).toContain("2018-12-31");
});

test("the library's years are held without a gap, and each can be counted in", () => {
  const held = Object.keys(holidayYears()).map(Number);
  expect(held[0]).toBe(2004);
  expect(held.at(-1)).toBeGreaterThanOrEqual(2026);
  expect(held).toEqual(held.map((_, n) => 2004 + n));
  const calendar = openCalendar(usualCalendar());
  for (const year of held) expect(calendar.isWorkday(dayFrom(`${year}-10-01`) as number)).toBe(false);
});

test("a year of which only stray days are known is absent, not guessed", () => {
  const holidays = {
    "2026-10-01": "National Day,国庆节,3",
    "2026-12-31": "New Year's Day,元旦,1",
    "2027-01-01": "New Year's Day,元旦,1",
    "2027-02-08": "Spring Festival,春节,4",
  };
  const workdays = { "2026-12-26": "New Year's Day,元旦,1" };
  expect(holidayYears(holidays, workdays)).toEqual({
    "2026": { holidays: ["2026-10-01", "2026-12-31"], workdays: ["2026-12-26"] },
  });
});

test("the calendar names its source, with the library's version as it is pinned", () => {
  expect(usualCalendar().source).toContain(`chinese-days ${project.dependencies["chinese-days"]}`);
});
