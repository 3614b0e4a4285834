import { describe, expect, it } from "vitest";
import { ticketView } from "../../../test/kit/console-samples.ts";
import { en } from "../i18n/en.ts";
import { zhCn } from "../i18n/zh-cn.ts";
import { limitText, timeLeftText, timeTone } from "./time-left.ts";

const now = Date.UTC(2026, 10, 27, 4, 0);
const minute = 60_000;
const timed = (over: object) =>
  ticketView({
    state: "handling",
    limit: { basis: "urgent_hour", amount: 2, unitMs: 60 * minute },
    dueAt: now + 72 * minute,
    ...over,
  });

describe("the time left", () => {
  it("is said in both languages", () => {
    expect(timeLeftText(timed({}), now, zhCn)).toBe("剩 1 小时 12 分");
    expect(timeLeftText(timed({}), now, en)).toBe("1 h 12 min left");
  });

  it("counts in the limit's own kind of time where that stands still at night", () => {
    const hours = { basis: "work_hour", amount: 8, unitMs: 60 * minute } as const;
    const days = { basis: "work_day", amount: 3, unitMs: 480 * minute } as const;
    const left = (limit: object, leftMs: number) => timed({ limit, leftMs, dueAt: now + 5000 * minute });
    expect(timeLeftText(left(hours, 180 * minute), now, zhCn)).toBe("剩 3 工作小时");
    expect(timeLeftText(left(hours, 179 * minute), now, zhCn)).toBe("剩 2.9 工作小时");
    expect(timeLeftText(left(hours, 25.5 * minute), now, zhCn)).toBe("剩 25 分钟工作时间");
    expect(timeLeftText(left(days, 720 * minute), now, zhCn)).toBe("剩 1.5 工作日");
    expect(timeLeftText(left(days, 300 * minute), now, zhCn)).toBe("剩 5 工作小时");
    expect(timeLeftText(left(days, 720 * minute), now, en)).toBe("1.5 working days left");
    expect(timeLeftText(left(hours, 60 * minute), now, en)).toBe("1 working hour left");
    expect(timeLeftText({ ...left(hours, -1), dueAt: now - 5 * minute }, now, zhCn)).toBe("超时 5 分钟");
    const round = { basis: "urgent_hour", amount: 2, unitMs: 60 * minute };
    expect(timeLeftText(timed({ limit: round, leftMs: 72 * minute }), now, zhCn)).toBe("剩 1 小时 12 分");
  });

  it("is near once the hub has warned, and over at its very moment, warned or not", () => {
    expect(timeTone(timed({}), now)).toBe("calm");
    expect(timeTone(timed({ warned: "yellow" }), now)).toBe("near");
    expect(timeTone(timed({ warned: "red" }), now)).toBe("near");
    expect(timeTone(timed({ dueAt: now }), now)).toBe("over");
    expect(timeLeftText(timed({ dueAt: now - 5 * minute }), now, zhCn)).toBe("超时 5 分钟");
  });

  it("stands still while the case is put aside or its result is looked at", () => {
    const { dueAt: _, ...stopped } = timed({ state: "submitted" });
    expect(timeLeftText({ ...stopped, state: "suspended" }, now, zhCn)).toBe("挂账中，时限暂停");
    expect(timeLeftText(stopped, now, zhCn)).toBe("已交结果，不计时");
    expect(timeTone(stopped, now)).toBe("paused");
  });

  it("is nothing before anybody is sent and after it is over", () => {
    expect(timeTone(ticketView({ state: "registered" }), now)).toBeNull();
    expect(timeTone(timed({ state: "closed" }), now)).toBeNull();
  });

  it("comes with the clock that counts", () => {
    expect(limitText({ basis: "urgent_hour", amount: 2, unitMs: minute }, zhCn.time)).toBe("限 2 个紧急工作时");
    expect(limitText({ basis: "work_day", amount: 1.5, unitMs: minute }, zhCn.time)).toBe("限 1.5 个工作日");
    expect(limitText({ basis: "calendar_day", amount: 7, unitMs: minute }, en.time)).toBe("limit: 7 calendar days");
    expect(limitText({ basis: "work_hour", amount: 1, unitMs: minute }, en.time)).toBe("limit: 1 working hour");
  });
});
