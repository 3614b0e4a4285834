import { describe, expect, it } from "vitest";
import { momentText } from "./moment.ts";

const timeZone = "Asia/Shanghai";
const now = Date.UTC(2026, 10, 22, 8, 30, 5);

describe("a moment", () => {
  it("of today is the clock alone", () => {
    expect(momentText(now - 60_000, now, "zh-CN", { timeZone })).toBe("16:29:05");
    expect(momentText(now - 60_000, now, "en", { timeZone, seconds: false })).toBe("16:29");
  });

  it("of another day carries its date", () => {
    expect(momentText(now - 24 * 3_600_000, now, "zh-CN", { timeZone })).toBe("11月21日 16:30:05");
    expect(momentText(now - 24 * 3_600_000, now, "en", { timeZone })).toBe("21 Nov, 16:30:05");
  });

  it("of another year carries its year, on the same day of it too", () => {
    const year = Date.UTC(2025, 10, 22, 8, 30, 5);
    expect(momentText(year, now, "zh-CN", { timeZone, seconds: false })).toBe("2025年11月22日 16:30");
    expect(momentText(year, now, "en", { timeZone, seconds: false })).toBe("22 Nov 2025, 16:30");
  });

  it("writes midnight as 00:00, never 24:00", () => {
    const midnight = Date.UTC(2026, 10, 21, 16);
    expect(momentText(midnight, now, "zh-CN", { timeZone, seconds: false })).toBe("00:00");
  });
});
