/** The steps of a drill, timed on the monotonic clock. */
import { expect, test } from "vitest";
import type { AlertId } from "../../core/id.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { followHops } from "./hops.ts";

const drill = "drill-1" as AlertId;

test("each step is told as it happens, and the hub's as soon as it has said so", async () => {
  const clock = handClock();
  let committed = 0;
  const hops = followHops(clock, (offset) => offset < committed);
  const told: unknown[] = [];
  hops.follow((alert, now) => told.push([alert, now]));
  const began = clock.monotonic();
  await clock.pass(1);
  hops.shown(drill, began);
  await clock.pass(4);
  hops.journaled(drill, 7);
  await clock.pass(300);
  expect(hops.of(drill)).toEqual({ shownMs: 1, journaledMs: 5 });
  committed = 8;
  await clock.pass(100);
  expect(hops.of(drill)).toEqual({ shownMs: 1, journaledMs: 5, hubMs: 405 });
  expect(told).toHaveLength(3);
  hops.close();
});

test("a hub that is away is looked for ever more seldom, and believed to a twentieth when it is back", async () => {
  const clock = handClock();
  let looks = 0;
  let committed = 0;
  const hops = followHops(clock, (offset) => {
    looks++;
    return offset < committed;
  });
  hops.shown(drill, clock.monotonic());
  hops.journaled(drill, 0);
  await clock.pass(3_600_000);
  expect(looks).toBeLessThan(600);
  committed = 1;
  await clock.pass(10_000);
  const { hubMs = 0 } = hops.of(drill) ?? {};
  expect(hubMs).toBeGreaterThan(3_600_000);
  expect(hubMs).toBeLessThan(3_610_001);
  hops.close();
});

test("of very many drills the oldest are let go", () => {
  const clock = handClock();
  const hops = followHops(clock, () => false);
  for (let number = 0; number < 65; number++) hops.shown(`drill-${number}` as AlertId, 0);
  expect(hops.of("drill-0" as AlertId)).toBeNull();
  expect(hops.of("drill-64" as AlertId)).not.toBeNull();
  hops.close();
});
