import { describe, expect, it } from "vitest";
import { en } from "../i18n/en.ts";
import { zhCn } from "../i18n/zh-cn.ts";
import { remember, type Told, timeLeft } from "../order/backlog-pace.ts";
import { backlogText } from "./backlog.ts";
import { dayAfter, dayOf, dayStart } from "./day.ts";

const minute = 60_000;
const now = 1_790_000_000_000;

describe("a backlog", () => {
  const backlog = { waiting: 12_345, oldest: now - 190 * minute, leftMs: 11.2 * minute };

  it("says how much, since when, and how long it will take", () => {
    expect(backlogText(backlog, now, zhCn, "zh-CN")).toBe("积压 12,345 条，最早 3 小时 10 分前，约 12 分钟传完");
    expect(backlogText(backlog, now, en, "en")).toBe(
      "12,345 records waiting, the oldest from 3 h 10 min ago, about 12 min to go",
    );
  });

  it("promises nothing that is not known", () => {
    expect(backlogText({ waiting: 5, leftMs: null }, now, zhCn, "zh-CN")).toBe("积压 5 条");
    expect(backlogText({ waiting: 5, leftMs: 4_000 }, now, zhCn, "zh-CN")).toBe("积压 5 条，不到 1 分钟传完");
  });
});

describe("the time a backlog takes", () => {
  const told = (...rows: [secondsAgo: number, waiting: number][]): Told[] =>
    rows.reduce<Told[]>((all, [ago, waiting]) => remember(all, { at: now - ago * 1000, waiting }), []);

  it("comes from what the statuses told one after the other", () => {
    expect(timeLeft(told([60, 3000], [30, 2000], [0, 1000]), now)).toBe(30_000);
  });

  it("counts down between two statuses", () => {
    expect(timeLeft(told([70, 3000], [10, 1000]), now)).toBe(20_000);
  });

  it("is unknown after one status, while it grows, and when the statuses stop", () => {
    expect(timeLeft([], now)).toBeNull();
    expect(timeLeft(told([0, 1000]), now)).toBeNull();
    expect(timeLeft(told([60, 1000], [0, 2000]), now)).toBeNull();
    expect(timeLeft(told([240, 3000], [180, 1000]), now)).toBeNull();
  });

  it("forgets what is too long ago to speak for the line as it is", () => {
    expect(timeLeft(told([4000, 90_000], [60, 2000], [0, 1000]), now)).toBe(60_000);
  });
});

describe("a day of a date field", () => {
  it("begins and ends at midnight in Beijing, whatever the clock of this computer", () => {
    expect(dayOf(Date.UTC(2026, 10, 23, 16))).toBe("2026-11-24");
    expect(dayStart("2026-11-24")).toBe(Date.UTC(2026, 10, 23, 16));
    expect(dayAfter("2026-11-24") - dayStart("2026-11-24")).toBe(24 * 60 * minute);
  });
});
