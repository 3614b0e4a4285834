import { describe, expect, it } from "vitest";
import { isGivenUp } from "./silence.ts";

describe("an uplink without answers", () => {
  it("is patient while the hub owes nothing, or not for long", () => {
    expect(isGivenUp({ askedAt: null, heardAt: 0, hasRetried: false }, 1e9, 30)).toBe(false);
    expect(isGivenUp({ askedAt: 100, heardAt: 0, hasRetried: false }, 129, 30)).toBe(false);
  });

  it("gives up a line on which nothing comes in, each time", () => {
    expect(isGivenUp({ askedAt: 100, heardAt: 100, hasRetried: false }, 130, 30)).toBe(true);
    expect(isGivenUp({ askedAt: 100, heardAt: 100, hasRetried: true }, 130, 30)).toBe(true);
  });

  it("gives up a line with a broker that lives once, then only sends again", () => {
    expect(isGivenUp({ askedAt: 100, heardAt: 129, hasRetried: false }, 130, 30)).toBe(true);
    expect(isGivenUp({ askedAt: 100, heardAt: 129, hasRetried: true }, 130, 30)).toBe(false);
  });
});
