/** A queue in front of costly work. */
import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test("so many run at once, the others follow in order, whether those before them fail or not", async () => {
  const limited = atMost(2);
  const started: number[] = [];
  const enders: ((error?: Error) => void)[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    limited(() => {
      started.push(i);
      return new Promise<number>((resolve, reject) => {
        enders[i] = (error) => (error === undefined ? resolve(i) : reject(error));
      });
    }),
  );
  expect(started).toEqual([0, 1]);
  enders[1]?.(new Error("no"));
  await expect(all[1]).rejects.toThrow("no");
  expect(started).toEqual([0, 1, 2]);
  enders[0]?.();
  await all[0];
  expect(started).toEqual([0, 1, 2, 3]);
  enders[2]?.();
  enders[3]?.();
  expect(await Promise.all([all[2], all[3]])).toEqual([2, 3]);
});
