/** Whatever is wanted whenever: no minute sees more messages than the channel takes, and what is urgent has a token sooner. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { minuteMs, rateOf, startedBucket, takeOne, tokensIn, waitForOne } from "./rate.ts";

test("no window of a minute holds more than the limit, however the wishes come, also across a restart", () => {
  const wishes = fc.array(fc.record({ after: fc.integer({ min: 0, max: 5000 }), restart: fc.boolean() }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(wishes, fc.integer({ min: 1, max: 40 }), (list, perMinute) => {
      const rate = rateOf(perMinute);
      let now = 0;
      let bucket = startedBucket(rate, 0, now);
      const sent: number[] = [];
      for (const { after, restart } of list) {
        now += after;
        if (restart) bucket = startedBucket(rate, sent.filter((at) => at > now - minuteMs).length, now);
        if (tokensIn(bucket, rate, now) < 1) continue;
        bucket = takeOne(bucket, rate, now);
        sent.push(now);
        expect(sent.filter((at) => at > now - minuteMs).length).toBeLessThanOrEqual(perMinute);
      }
    }),
    { numRuns: 1000 },
  );
});

test("twenty a minute are eight at once and then one every five seconds", () => {
  const rate = rateOf(20);
  let bucket = startedBucket(rate, 0, 0);
  for (let n = 0; n < 8; n++) bucket = takeOne(bucket, rate, 0);
  expect(tokensIn(bucket, rate, 0)).toBe(0);
  expect(waitForOne(bucket, rate, 0, 0)).toBe(5218);
  expect(waitForOne(bucket, rate, rate.reserve, 0)).toBe(3 * 5218 - 1);
});
