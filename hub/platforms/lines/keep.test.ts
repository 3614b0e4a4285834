/** A line is opened anew when it is over, slower while it fails, and never in silence. */
import { pino } from "pino";
import { expect, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { keepLine, stuckAfter } from "./keep.ts";
import type { LineState, Upkeep } from "./line.ts";

/** Sessions of so many ms; none: it never came up. Answers what was told and waited. */
async function run(sessions: readonly (number | null)[]) {
  const [states, waits, stuck]: [LineState[], number[], string[]] = [[], [], []];
  let [now, n] = [1000, 0];
  const hold = async ({ up }: Upkeep) => {
    const heldMs = sessions[n++];
    if (heldMs !== null && heldMs !== undefined) {
      up();
      now += heldMs;
    }
    return `over ${n}`;
  };
  await keepLine({
    next: async () => (n < sessions.length ? hold : null),
    told: (state) => states.push(state),
    stuck: (why) => stuck.push(why),
    clock: () => now,
    random: () => 1,
    pause: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    signal: new AbortController().signal,
    log: silent,
  });
  return { states, waits, stuck };
}

test("it says that it came up, and why it went down", async () => {
  const { states } = await run([5000]);
  expect(states).toEqual([
    { isUp: false, since: 1000, why: "not opened yet" },
    { isUp: true, since: 1000, why: "" },
    { isUp: false, since: 6000, why: "over 1" },
  ]);
});

test("while it cannot be opened again it is down since it went down", async () => {
  const { states } = await run([5000, null, null]);
  expect(states.slice(2)).toEqual([
    { isUp: false, since: 6000, why: "over 1" },
    { isUp: false, since: 6000, why: "over 2" },
    { isUp: false, since: 6000, why: "over 3" },
  ]);
});

test("it waits longer after each failure, at most five minutes", async () => {
  const { waits } = await run(Array.from({ length: 10 }, () => null));
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
});

test("a session that held a minute begins the count anew; one that fell at once does not", async () => {
  expect((await run([null, null, 60_000, null])).waits).toEqual([2000, 4000, 2000, 4000]);
  expect((await run([null, 10, 10])).waits).toEqual([2000, 4000, 8000]);
});

test("the fifth failure in a row is told to somebody, and each after it", async () => {
  expect((await run(Array.from({ length: stuckAfter + 1 }, () => null))).stuck).toEqual(["over 5", "over 6"]);
  expect((await run([null, null, null, null])).stuck).toEqual([]);
});

test("the wait is anywhere below the longest, so that many do not come at once", async () => {
  const waits: number[] = [];
  let n = 0;
  await keepLine({
    next: async () => (n++ < 4 ? async () => "over" : null),
    ...{ told: () => {}, stuck: () => {}, clock: () => 0 },
    random: () => [0, 0.25, 0.5, 0.75][waits.length] as number,
    pause: async (ms) => void waits.push(ms),
    signal: new AbortController().signal,
    log: silent,
  });
  expect(waits).toEqual([0, 1000, 4000, 12_000]);
});

test("a store that does not say how to sign in is a failure like others: told, logged, and asked again", async () => {
  const [states, codes]: [LineState[], string[]] = [[], []];
  const answers = [new Fault("DISK_FAILED", "the disk is full"), async () => "over", null];
  await keepLine({
    async next() {
      const answer = answers.shift() ?? null;
      if (answer instanceof Fault) throw answer;
      return answer;
    },
    ...{ told: (state) => states.push(state), stuck: () => {}, take: async () => {}, refuse: () => {} },
    ...{ clock: () => 0, random: () => 1, pause: async () => {}, signal: new AbortController().signal },
    log: pino({}, { write: (line) => void codes.push(JSON.parse(line).err.code) }),
  });
  const down = { isUp: false, since: 0 };
  expect(states).toEqual([
    { ...down, why: "not opened yet" },
    { ...down, why: expect.stringMatching(/^DISK_FAILED: the disk is full/) },
    { ...down, why: "over" },
  ]);
  expect(codes).toEqual(["DISK_FAILED"]);
});
