import { describe, expect, it } from "vitest";
import { en } from "../i18n/en.ts";
import { zhCn } from "../i18n/zh-cn.ts";
import { isStale, trustOf } from "./trust.ts";
import { numberText, valueText } from "./value.ts";

const chinese = { t: zhCn, say: (text: { zh: string; en: string }) => text.zh };
const english = { t: en, say: (text: { zh: string; en: string }) => text.en };
const cover = { states: { true: { zh: "打开", en: "open" }, false: { zh: "盖好", en: "closed" } } };

describe("a value", () => {
  it("has its unit after a space", () => {
    expect(valueText(1.85, { unit: "m" }, chinese)).toBe("1.85 m");
    expect(valueText(17.4, { unit: "Cel" }, chinese)).toBe("17.4 °C");
    expect(valueText(64, { unit: "%" }, chinese)).toBe("64 %");
  });

  it("without a unit, or of one nobody knows, is written as it is", () => {
    expect(valueText(7, {}, chinese)).toBe("7");
    expect(valueText(7, { unit: "1" }, chinese)).toBe("7");
    expect(valueText(7, { unit: "furlong" }, chinese)).toBe("7 furlong");
  });

  it("that counts records says so", () => {
    expect(valueText(12, { id: "backlog", unit: "1" }, chinese)).toBe("12 条");
    expect(valueText(1, { id: "backlog", unit: "1" }, english)).toBe("1 record");
  });

  it("that is a state is named, in the reader's language", () => {
    expect(valueText(true, cover, chinese)).toBe("打开");
    expect(valueText(false, cover, english)).toBe("closed");
    expect(valueText(true, {}, chinese)).toBe("是");
  });

  it("that is a text stays a text", () => {
    expect(valueText("<b>E-07</b>", {}, chinese)).toBe("<b>E-07</b>");
  });
});

describe("a number", () => {
  it.each([
    [0, "0"],
    [-0.0001, "0"],
    [0.6631, "0.663"],
    [1.85, "1.85"],
    [1.999, "2"],
    [12.346, "12.35"],
    [100, "100"],
    [123.45, "123.5"],
    [12_345.6, "12346"],
    [-3.5, "−3.5"],
  ])("%d is written %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

describe("the trust in a value", () => {
  const at = 1_760_000_000_000;

  it("has no mark when it was measured under a good clock and came at once", () => {
    expect(trustOf({ at, receivedAt: at + 400, quality: 0 })).toEqual([]);
  });

  it("names each quality bit, and lateness before them", () => {
    expect(trustOf({ at, receivedAt: at + 400, quality: 7 })).toEqual(["backdated", "estimated", "summary"]);
    expect(trustOf({ at, receivedAt: at + 61_000, quality: 1 })).toEqual(["late", "backdated"]);
  });

  it("is gone after as long as its device may be quiet", () => {
    expect(isStale({ at, receivedAt: at, quality: 0 }, 300_000, at + 300_000)).toBe(false);
    expect(isStale({ at, receivedAt: at, quality: 0 }, 300_000, at + 300_001)).toBe(true);
  });

  it("counts from the reception where the gateway's clock is only an estimate", () => {
    const latest = { at: at - 86_400_000, receivedAt: at, quality: 2 };
    expect(isStale(latest, 300_000, at + 1_000)).toBe(false);
  });
});
