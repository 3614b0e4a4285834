/** When the flows' process is started, killed and told of, on a clock turned by hand. */
import { describe, expect, test } from "vitest";
import { newWatch, stepWatch, usualLimits, type Watch, type WatchEffect, type WatchEvent } from "./supervision.ts";

const limits = { ...usualLimits, beatMs: 500, missed: 6, windowMs: 300_000, mostEnds: 3 };

/** Events with their times; answers the watch and all effects with the time they came at. */
function happen(...events: [at: number, event: WatchEvent][]): { watch: Watch; effects: [number, WatchEffect][] } {
  let watch = newWatch(0);
  const effects: [number, WatchEffect][] = [];
  for (const [at, event] of events) {
    const step = stepWatch(watch, event, at, limits);
    watch = step.watch;
    effects.push(...step.effects.map((effect): [number, WatchEffect] => [at, effect]));
  }
  return { watch, effects };
}

const spawned: WatchEvent = { kind: "spawned" };
const ready: WatchEvent = { kind: "ready" };
const beat: WatchEvent = { kind: "beat" };
const tick: WatchEvent = { kind: "tick" };
const ended: WatchEvent = { kind: "ended", how: "SIGKILL" };
const up: [number, WatchEvent][] = [
  [0, spawned],
  [2000, ready],
];

describe("a process that is heard", () => {
  test("stays up from beat to beat", () => {
    const { watch, effects } = happen(...up, [2500, beat], [2900, tick], [3000, beat], [3400, tick]);
    expect(watch.phase).toBe("up");
    expect(effects).toEqual([]);
  });

  test("is suspect after two missed beats, and up again with the next", () => {
    expect(happen(...up, [3001, tick]).watch.phase).toBe("suspect");
    expect(happen(...up, [3001, tick], [3100, beat]).watch.phase).toBe("up");
  });

  test("is killed once when it hangs", () => {
    const { watch, effects } = happen(...up, [5000, tick], [5001, tick], [5500, tick]);
    expect(watch.phase).toBe("killed");
    expect(effects).toEqual([[5001, { kind: "kill", why: "it hung" }]]);
  });
});

test("a process that does not come up is killed, however often it beats", () => {
  const { effects } = happen([0, spawned], [59_000, beat], [60_001, tick]);
  expect(effects).toEqual([[60_001, { kind: "kill", why: "it did not come up" }]]);
});

test("the first restart comes soon, the next waits twice as long, the third comes without flows and is told", () => {
  const { watch, effects } = happen(...up, [3000, ended], [3500, spawned], [5000, ready], [6000, ended], [8000, ended]);
  expect(effects).toEqual([
    [3000, { kind: "spawn", inMs: 500 }],
    [6000, { kind: "spawn", inMs: 1000 }],
    [8000, { kind: "broken", why: "SIGKILL" }],
    [8000, { kind: "spawn", inMs: 2000 }],
  ]);
  expect(watch.isSafe).toBe(true);
});

test("ends further apart than the window are each the first", () => {
  const { watch, effects } = happen([0, ended], [300_001, ended], [600_002, ended]);
  expect(watch.isSafe).toBe(false);
  expect(effects.map(([, effect]) => effect)).toEqual(Array(3).fill({ kind: "spawn", inMs: 500 }));
});

test("a safe start stays safe until somebody deploys; steady for the window after that, it is mended", () => {
  const broken: [number, WatchEvent][] = [
    [1, ended],
    [2, ended],
    [3, ended],
    [4, spawned],
    [5, ready],
  ];
  expect(happen(...broken, [6, ended]).watch.isSafe).toBe(true);
  const deployed: [number, WatchEvent][] = [...broken, [1000, { kind: "deployed" }], [300_500, beat], [300_600, tick]];
  expect(happen(...deployed).watch).toMatchObject({ isSafe: false, isTold: true });
  const { watch, effects } = happen(...deployed, [301_000, beat], [301_001, tick]);
  expect(effects.at(-1)).toEqual([301_001, { kind: "mended" }]);
  expect(watch).toMatchObject({ isTold: false, ends: [] });
});

test("restarts never wait longer than the longest rest", () => {
  const ends = Array.from({ length: 40 }, (_, i): [number, WatchEvent] => [i, ended]);
  expect(happen(...ends).effects.at(-1)).toEqual([39, { kind: "spawn", inMs: limits.longestRestMs }]);
});

test("one that is started anew because somebody asked comes at once, with its flows, and its ends are forgotten", () => {
  const crashes: [number, WatchEvent][] = [
    ...[1, 2, 3].flatMap((n): [number, WatchEvent][] => [
      [n * 10_000, spawned],
      [n * 10_000 + 1000, ready],
      [n * 10_000 + 2000, ended],
    ]),
    [40_000, spawned],
    [41_000, ready],
  ];
  expect(happen(...crashes).watch.isSafe).toBe(true);
  const { watch, effects } = happen(...crashes, [50_000, { kind: "renewed" }]);
  expect(watch).toMatchObject({ isSafe: false, ends: [] });
  expect(effects.at(-1)).toEqual([50_000, { kind: "spawn", inMs: 0 }]);
});
