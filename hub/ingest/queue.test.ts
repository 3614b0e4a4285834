/** What waits to be committed: urgent before bulk, without starving the bulk. */
import { expect, test } from "vitest";
import { makeQueue } from "./queue.ts";
import type { Work } from "./work.ts";

const work = (urgency: Work["urgency"]): Work => ({
  gateway: null,
  urgency,
  size: 10,
  batch: null,
  run: async () => {},
});

test("an urgent group is committed without bulk, but never twice in a row", () => {
  const queue = makeQueue();
  queue.add(work("bulk"));
  const urgent = [work("urgent")];
  expect(queue.bulkFor(urgent)).toEqual([]);
  expect(queue.bulkFor(urgent)).toBe(queue.bulk);
  expect(queue.bulkFor(urgent)).toEqual([]);
  expect(queue.bulkFor([])).toBe(queue.bulk);
  expect(queue.bulkFor(urgent)).toEqual([]);
});
