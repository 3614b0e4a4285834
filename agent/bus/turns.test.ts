/** Whose turn it is: alarm inputs first, nobody starves, and a dead device delays nobody. */
import { describe, expect, it } from "vitest";
import { nextTurn, type Turn } from "./turns.ts";

const turn = (name: string, dueAt: number, more: Partial<Turn> = {}) => ({
  name,
  dueAt,
  everyMs: 1000,
  urgent: false,
  failures: 0,
  wished: false,
  ...more,
});
const said = (devices: ReturnType<typeof turn>[], now: number) => {
  const next = nextTurn(devices, now, 500);
  return "ask" in next ? next.ask.name : next.at;
};

describe("a turn", () => {
  it("is that of the device that is due first", () => expect(said([turn("a", 20), turn("b", 10)], 30)).toBe("b"));
  it("waits for the device that will be due", () => expect(said([turn("a", 20), turn("b", 10)], 5)).toBe(10));
  it("is an alarm input's before others that are due", () =>
    expect(said([turn("a", 10), turn("smoke", 20, { urgent: true })], 30)).toBe("smoke"));
  it("is not an alarm input's before it is due", () =>
    expect(said([turn("a", 10), turn("smoke", 40, { urgent: true })], 30)).toBe("a"));
  it("is that of who is a whole interval late before the urgent", () =>
    expect(said([turn("a", 10), turn("smoke", 1005, { urgent: true })], 1010)).toBe("a"));
  it("of a failing device waits for a gap that its time-out fits in", () => {
    const dead = turn("dead", 0, { failures: 1 });
    expect(said([dead, turn("a", 499)], 0)).toBe(499);
    expect(said([dead, turn("a", 500)], 0)).toBe("dead");
  });
  it("of a failing device comes without a gap after two minutes", () =>
    expect(said([turn("dead", 0, { failures: 9 }), turn("a", 120_001)], 120_000)).toBe("dead"));
  it("is at once that of the device somebody waits for, failing or not", () =>
    expect(said([turn("a", 0), turn("dead", 5, { failures: 3, wished: true })], 5)).toBe("dead"));
  it("never comes on a bus without devices", () => expect(said([], 0)).toBe(Number.POSITIVE_INFINITY));
});
