import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullBucket, take, waitFor } from "./token-bucket.ts";

const rate = { perSecond: 100, burst: 50 };

describe("a token bucket", () => {
  it("lets a burst through, then the rate", () => {
    let bucket = take(fullBucket(rate, 0), rate, 50, 0);
    expect(bucket).toEqual({ tokens: 0, at: 0 });
    if (bucket === null) return;
    expect(take(bucket, rate, 1, 9)).toBeNull();
    expect(waitFor(bucket, rate, 0)).toBe(10);
    bucket = take(bucket, rate, 1, 10);
    expect(bucket).toEqual({ tokens: 0, at: 10 });
  });

  it("lets a take that is larger than the burst pass, and makes the next one wait for it", () => {
    const bucket = take(fullBucket(rate, 0), rate, 250, 0);
    expect(bucket && waitFor(bucket, rate, 0)).toBe(2010);
    expect(bucket && take(bucket, rate, 1, 2000)).toBeNull();
    expect(bucket && take(bucket, rate, 1, 2010)).not.toBeNull();
  });

  it("gathers no more than its burst, and nothing from a time before", () => {
    const empty = { tokens: 0, at: 1000 };
    expect(take(empty, rate, 1, 1e9)).toEqual({ tokens: 49, at: 1e9 });
    expect(take(empty, rate, 1, 0)).toBeNull();
  });

  it("never lets more through than burst and rate allow, one take aside", () => {
    const steps = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 80 })), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (waits) => {
        let bucket = fullBucket(rate, 0);
        let now = 0;
        let taken = 0;
        for (const [ms, count] of waits) {
          now += ms;
          const after = take(bucket, rate, count, now);
          if (after === null) continue;
          bucket = after;
          taken += count;
        }
        expect(taken).toBeLessThanOrEqual(rate.burst + (now * rate.perSecond) / 1000 + 80);
      }),
    );
  });
});
