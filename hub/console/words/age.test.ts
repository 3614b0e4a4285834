import { describe, expect, it } from "vitest";
import { en } from "../i18n/en.ts";
import { zhCn } from "../i18n/zh-cn.ts";
import { ageText } from "./age.ts";
import { durationText } from "./duration.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const now = 1_760_000_000_000;

describe("an age", () => {
  it.each([
    [0, "刚刚", "just now"],
    [12 * second, "12 秒前", "12 s ago"],
    [59 * second + 999, "59 秒前", "59 s ago"],
    [minute, "1 分钟前", "1 min ago"],
    [59 * minute + 59 * second, "59 分钟前", "59 min ago"],
    [hour, "1 小时前", "1 h ago"],
    [hour + 12 * minute, "1 小时 12 分前", "1 h 12 min ago"],
    [day, "1 天前", "1 day ago"],
    [3 * day + 5 * hour, "3 天前", "3 days ago"],
  ])("of %i ms reads %s", (ms, chinese, english) => {
    expect(ageText(now - ms, now, zhCn.age)).toBe(chinese);
    expect(ageText(now - ms, now, en.age)).toBe(english);
  });

  it("in the future reads as just now, for a clock a little ahead is no prophecy", () => {
    expect(ageText(now + 40 * second, now, zhCn.age)).toBe("刚刚");
  });
});

describe("a duration", () => {
  it.each([
    [8 * second, "8 秒", "8 s"],
    [8 * minute, "8 分钟", "8 min"],
    [hour + 12 * minute, "1 小时 12 分", "1 h 12 min"],
    [2 * hour, "2 小时", "2 h"],
    [2 * day + 3 * hour, "2 天 3 小时", "2 days 3 h"],
    [-5, "0 秒", "0 s"],
  ])("of %i ms reads %s", (ms, chinese, english) => {
    expect(durationText(ms, zhCn.duration)).toBe(chinese);
    expect(durationText(ms, en.duration)).toBe(english);
  });
});
