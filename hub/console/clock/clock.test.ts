import { afterEach, describe, expect, it } from "vitest";
import { learnClock, now } from "./clock.ts";

const local = Date.UTC(2026, 10, 22, 8);

afterEach(() => learnClock(new Date().toUTCString()));

describe("the hub's clock", () => {
  it("corrects a workstation that is two hours off", () => {
    learnClock(new Date(Date.now() - 7_200_000).toUTCString());
    expect(Math.abs(now() - (Date.now() - 7_200_000))).toBeLessThan(2_000);
  });

  it("ignores what a slow answer and whole seconds explain", () => {
    learnClock(new Date(local - 2_000).toUTCString(), local);
    expect(Math.abs(now() - Date.now())).toBeLessThan(50);
  });

  it("ignores a missing or unreadable header", () => {
    learnClock(null);
    learnClock("yesterday, about noon");
    expect(Math.abs(now() - Date.now())).toBeLessThan(50);
  });
});
