/** Every state × event of the ladder, and that no rung is told twice or skipped whatever happens in between. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { climb, type LadderEvent, type LadderState, ladderEvents, ladderStates, unclimbed } from "./ladder.ts";

const rungs = [0, 5, 15];
const minute = 60_000;
const begun = climb(unclimbed, "raised", rungs, 0).ladder;
const held = climb(begun, "shelved", rungs, minute).ladder;
const states: Record<LadderState["state"], LadderState> = { climbing: begun, held, over: unclimbed };

/** state, event → state afterwards, rungs told, next rung in minutes; all at minute 6. */
const table: [LadderState["state"], LadderEvent, LadderState["state"], number[], number | null][] = [
  ["climbing", "raised", "climbing", [], 5],
  ["climbing", "due", "climbing", [5], 15],
  ["climbing", "acknowledged", "over", [], null],
  ["climbing", "cleared", "over", [], null],
  ["climbing", "accepted", "over", [], null],
  ["climbing", "ended", "over", [], null],
  ["climbing", "shelved", "held", [], null],
  ["climbing", "unshelved", "climbing", [], 5],
  ["climbing", "untold", "climbing", [5], 15],
  ["held", "untold", "held", [], null],
  ["over", "untold", "over", [], null],
  ["held", "raised", "held", [], null],
  ["held", "due", "held", [], null],
  ["held", "acknowledged", "over", [], null],
  ["held", "cleared", "over", [], null],
  ["held", "accepted", "over", [], null],
  ["held", "ended", "over", [], null],
  ["held", "shelved", "held", [], null],
  ["held", "unshelved", "climbing", [], 10],
  ["over", "raised", "climbing", [0], 11],
  ["over", "due", "over", [], null],
  ["over", "acknowledged", "over", [], null],
  ["over", "cleared", "over", [], null],
  ["over", "accepted", "over", [], null],
  ["over", "ended", "over", [], null],
  ["over", "shelved", "over", [], null],
  ["over", "unshelved", "over", [], null],
];

test("the table below names every state × event once", () => {
  const named = new Set(table.map(([state, event]) => `${state} ${event}`));
  expect(named.size).toBe(ladderStates.length * ladderEvents.length);
  expect(table).toHaveLength(named.size);
});

test.each(table)("%s, %s → %s", (from, event, to, told, next) => {
  const { ladder, tell } = climb(states[from], event, rungs, 6 * minute);
  expect(ladder.state).toBe(to);
  expect(tell).toEqual(told);
  expect(ladder.nextAt).toBe(next === null ? null : next * minute);
});

describe("a ladder", () => {
  test("tells after a night's outage every rung that came due in it, and each once", () => {
    const first = climb(begun, "due", rungs, 8 * 60 * minute);
    expect(first.tell).toEqual([5, 15]);
    expect(climb(first.ladder, "due", rungs, 9 * 60 * minute).tell).toEqual([]);
  });

  test("whose rungs are changed meanwhile tells no rung again, and the new ones", () => {
    const { ladder } = climb(begun, "due", rungs, 6 * minute);
    expect(climb(ladder, "due", [0, 5, 8, 30], 9 * minute)).toMatchObject({
      tell: [8],
      ladder: { nextAt: 30 * minute },
    });
  });

  test("without rungs for its severity waits for nothing", () => {
    expect(climb(unclimbed, "raised", [], 0)).toMatchObject({ tell: [], ladder: { nextAt: null } });
  });

  test("in any course of events tells each rung in its order, never before its time unless the one before reached nobody, none twice from one start", () => {
    const event = fc.record({
      event: fc.constantFrom(...ladderEvents),
      after: fc.integer({ min: 0, max: 10 * minute }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let ladder = unclimbed;
        let now = 0;
        let told: number[] = [];
        for (const { event, after } of events) {
          now += after;
          const wasOver = ladder.state === "over";
          const next = climb(ladder, event, rungs, now);
          if (wasOver && next.ladder.state === "climbing") told = [];
          ladder = next.ladder;
          told.push(...next.tell);
          expect(told).toEqual(rungs.slice(0, told.length));
          const early = event === "untold" ? 1 : 0;
          for (const min of next.tell.slice(early)) expect(ladder.startedAt + min * minute).toBeLessThanOrEqual(now);
          if (ladder.state !== "climbing") expect(ladder.nextAt).toBeNull();
        }
      }),
      { numRuns: 2000 },
    );
  });
});
