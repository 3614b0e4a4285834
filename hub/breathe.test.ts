/** Long works that run together take turns: none of them adds its step to another's. */
import { expect, test } from "vitest";
import { ownTurn } from "./breathe.ts";

test("those who ask for a turn together have one each, in the order in which they asked", async () => {
  let [turn, isOver] = [0, false];
  const count = () => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const had: [string, number][] = [];
  const work = async (name: string) => {
    for (let n = 0; n < 2; n++) {
      await ownTurn();
      had.push([name, turn]);
    }
  };
  await Promise.all(["a", "b", "c"].map(work));
  isOver = true;
  expect(had.map(([name]) => name)).toEqual(["a", "b", "c", "a", "b", "c"]);
  expect(new Set(had.map(([, at]) => at)).size).toBe(6);
});
