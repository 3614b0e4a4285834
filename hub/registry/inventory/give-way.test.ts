/** Long work gives way: to whatever takes many turns of the event loop, and to no end of it. */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { giveWay } from "./give-way.ts";

/** Something that takes so many turns, with a little to do in each. */
async function turns(most: number, isOver: () => boolean): Promise<number> {
  for (let turn = 0; turn < most; turn++) {
    if (isOver()) return turn;
    for (const began = performance.now(); performance.now() - began < 2; );
    await setImmediate();
  }
  return most;
}

test("what takes many turns is over before it goes on", async () => {
  let isOver = false;
  const other = turns(30, () => isOver);
  await giveWay(60_000);
  isOver = true;
  expect(await other).toBe(30);
});

test("what has no end is not waited for", async () => {
  let isOver = false;
  const other = turns(60_000, () => isOver);
  await giveWay(1);
  isOver = true;
  expect(await other).toBeLessThan(60_000);
});
