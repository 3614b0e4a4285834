/** Nothing is dropped, the urgent go first, and never more messages than may be sent. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Severity } from "../../core/rule.ts";
import { pack } from "./pack.ts";

const row = (severity: Severity, id: string, target = "") => ({ severity, id, target });
const ids = (messages: { id: string }[][]) => messages.map((rows) => rows.map(({ id }) => id));

test.each([
  ["with room for all, each goes alone, the worst first", 5, 0, ["3a", "1b", "2c"], [["1b"], ["2c"], ["3a"]], []],
  [
    "minor ones leave the reserve alone and merge in what is left",
    4,
    2,
    ["3a", "4b", "3c"],
    [["3a"], ["3c", "4b"]],
    [],
  ],
  ["minor ones wait while only the reserve is left", 2, 2, ["3a", "1b"], [["1b"]], ["3a"]],
  [
    "when the urgent are too many the last message takes all that is left",
    2,
    1,
    ["1a", "1b", "2c", "4d"],
    [["1a"], ["1b", "2c", "4d"]],
    [],
  ],
  ["without a token all wait", 0.9, 0, ["1a", "3b"], [], ["1a", "3b"]],
] as const)("%s", (_what, tokens, reserve, rows, messages, waiting) => {
  const packed = pack(
    rows.map((id) => row(Number(id[0]) as Severity, id)),
    tokens,
    reserve,
  );
  expect(ids(packed.messages)).toEqual(messages);
  expect(packed.waiting.map(({ id }) => id)).toEqual(waiting);
});

test("any rows, tokens and reserve: each row is once in a message or waits, and nobody reads what is for another", () => {
  const rows = fc.array(
    fc.record({ severity: fc.constantFrom<Severity>(1, 2, 3, 4), target: fc.constantFrom("王", "李", "赵") }),
    { maxLength: 60 },
  );
  const some = fc.tuple(
    rows,
    fc.boolean(),
    fc.double({ min: -5, max: 30, noNaN: true }),
    fc.integer({ min: 0, max: 5 }),
  );
  fc.assert(
    fc.property(some, ([drawn, isPersonal, tokens, reserve]) => {
      const all = drawn.map(({ severity, target }, n) => row(severity, String(n), isPersonal ? target : ""));
      const { messages, waiting } = pack(all, tokens, reserve);
      expect([...messages.flat(), ...waiting].map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
        all.map((_, n) => n),
      );
      expect(messages.length).toBeLessThanOrEqual(Math.max(0, tokens));
      for (const message of messages) expect(new Set(message.map(({ target }) => target)).size).toBe(1);
      const sent = messages.flat().map(({ severity }) => severity);
      if (!isPersonal && sent.length > 0 && tokens >= 1)
        expect(waiting.every(({ severity }) => severity >= 3)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
