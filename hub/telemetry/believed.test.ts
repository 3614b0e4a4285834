/** A clock that jumped ahead is believed once it has stood there for an hour, and one that was put right at once. */
import { expect, test } from "vitest";
import { type Belief, believe } from "./believed.ts";

const [hour, day] = [3_600_000, 86_400_000];
const t = 1_790_000_000_000;

/** Looks every so often: `[passed, now]`. */
function looks(at: number | null, ...all: [number, number][]): (number | null)[] {
  let belief: Belief = { at, passed: null, doubt: null };
  return all.map(([passed, now]) => {
    belief = believe(belief, now, passed);
    return belief.at;
  });
}

test.each<[string, (number | null)[], (number | null)[]]>([
  ["a clock that goes on is believed", looks(t, [5, t], [5 + hour, t + hour]), [t, t + hour]],
  ["so is one after a day off", looks(t, [5, t + day]), [t + day]],
  [
    "not after more, until an hour later",
    looks(t, [5, t + day + 1], [5 + hour, t + day + 1 + hour]),
    [t, t + day + 1 + hour],
  ],
  ["nor one that jumps while the hub runs", looks(t, [5, t], [5 + hour, t + 31 * day]), [t, t + hour]],
  [
    "what passes meanwhile counts",
    looks(t, [5, t + 9 * day], [5 + 0.5 * hour, t + 9 * day + 0.5 * hour]),
    [t, t + 0.5 * hour],
  ],
  ["one that jumps again begins anew", looks(t, [5, t + 9 * day], [5 + hour, t + 19 * day]), [t, t + hour]],
  [
    "one that was put right is believed at once",
    looks(t, [5, t + 9 * day], [5 + hour / 2, t + hour / 2]),
    [t, t + hour / 2],
  ],
  ["one that was put back too", looks(t, [5, t - 9 * day]), [t - 9 * day]],
  ["the first of all after an hour", looks(null, [5, t], [5 + hour, t + hour]), [null, t + hour]],
])("%s", (_, seen, wanted) => {
  expect(seen).toEqual(wanted);
});
