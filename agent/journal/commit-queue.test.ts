import { expect, it } from "vitest";
import { commitQueue } from "./commit-queue.ts";

it("writes the first group of a run at once, and lets the next ones gather", async () => {
  let written = 0;
  const queue = commitQueue({
    everyMs: 3_600_000,
    next: () => written,
    write: async (records) => {
      written += records.length;
      return null;
    },
  });
  expect(await queue.append([Uint8Array.of(1)])).toBe(0);
  await new Promise(setImmediate);
  const second = queue.append([Uint8Array.of(2)]);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(written).toBe(1);
  await queue.close();
  expect([await second, written]).toEqual([1, 2]);
});
