import { describe, expect, it } from "vitest";
import type { LedgerAccount, LedgerSeries } from "../../http/views.ts";
import { en } from "../i18n/en.ts";
import { zhCn } from "../i18n/zh-cn.ts";
import { linesOf, lostOf, sumsOf, unnamedOf } from "../order/ledger.ts";
import { gapTimes } from "./gap-times.ts";
import { ledgerSentence } from "./ledger.ts";

const chinese = { t: zhCn, language: "zh-CN" } as const;
const english = { t: en, language: "en" } as const;
const none = { evicted: 0, quarantined: 0, damaged: 0 };
const account = (more: Partial<LedgerAccount> = {}): LedgerAccount => ({
  ...{ gateway: "gw-1", title: "东昌小区", place: "东昌小区", accepted: 12_345, delivered: 12_300, summaries: 0 },
  ...{ waiting: 45, ...none, alerts: { waiting: 0, ...none } },
  ...more,
});
const everything = { span: false, device: false };

describe("the sentence of the ledger", () => {
  it("says what was taken, what is stored, what waits, and that nothing is lost", () => {
    expect(ledgerSentence(sumsOf([account()]), everything, chinese)).toBe(
      "应收 12,345 条，已存 12,300 条，网关里还有 45 条待传；没有遗失。",
    );
    expect(ledgerSentence(sumsOf([account()]), everything, english)).toBe(
      "12,345 records taken: 12,300 stored, 45 waiting at the gateway, none lost.",
    );
  });

  it("counts to nothing in words", () => {
    const sums = sumsOf([account({ accepted: 12_300, waiting: 0 })]);
    expect(ledgerSentence(sums, everything, chinese)).toBe(
      "应收 12,300 条，已存 12,300 条，网关里没有待传的；没有遗失。",
    );
  });

  it("counts every reason as lost, over all gateways", () => {
    const sums = sumsOf([account({ evicted: 3, damaged: 2 }), account({ quarantined: 1 })]);
    expect(sums.lost).toBe(6);
    expect(ledgerSentence(sums, everything, chinese)).toContain("；遗失 6 条。");
  });

  it("of a span or a device speaks neither of what was taken nor of what waits", () => {
    const { accepted: _, ...bare } = account();
    expect(ledgerSentence(sumsOf([bare]), { span: true, device: false }, chinese)).toBe(
      "这段时间测得的，已存 12,300 条；没有遗失。",
    );
    expect(ledgerSentence(sumsOf([bare]), { span: false, device: true }, chinese)).toBe("已存 12,300 条；没有遗失。");
  });
});

describe("the lines of the ledger", () => {
  const row = (device: string, point: string, more: Partial<LedgerSeries> = {}): LedgerSeries => ({
    ...{ gateway: "gw-1", device, point, delivered: 10, ...none },
    ...more,
  });

  it("add up the points of each device, what lost most first", () => {
    const lines = linesOf([row("a", "level"), row("b", "level", { evicted: 2 }), row("a", "battery")], "device");
    expect(lines.map(({ id, delivered }) => [id, delivered])).toEqual([
      ["b", 10],
      ["a", 20],
    ]);
    expect(lostOf(lines[0] ?? none)).toBe(2);
  });

  it("leave out what nobody can name, which is counted apart", () => {
    const gap = { gateway: "gw-1", lane: "data", epoch: "e", from: 0, at: 1, why: "evicted", count: 4 } as const;
    expect(unnamedOf([gap, { ...gap, device: "a" }, { ...gap, lane: "alert" }])).toBe(4);
  });
});

describe("the times of a gap", () => {
  const at = Date.UTC(2026, 10, 24, 4);

  it("are named where the gateway told them", () => {
    expect(gapTimes({ firstAt: at, lastAt: at + 60_000 }, at, zhCn, "zh-CN")).toMatch(
      /^\d\d:00:00 到 \d\d:01:00 测得$/,
    );
    expect(gapTimes({ firstAt: at, lastAt: at }, at, zhCn, "zh-CN")).toMatch(/^\d\d:00:00 测得$/);
  });

  it("are unknown where it could not", () => {
    expect(gapTimes({}, at, zhCn, "zh-CN")).toBe("什么时候测的，网关说不清");
  });
});
