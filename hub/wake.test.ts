/** Work that sleeps in between: nobody's word is missed, whenever it comes, and the end waits for what runs. */
import { expect, test } from "vitest";
import { startWaking } from "./wake.ts";

/** Rounds answer what the list says, then that nothing is due; pauses end only when they are called off. */
function worked(answers: number[], during: (n: number) => void = () => {}) {
  const seen = { rounds: 0, pauses: [] as number[] };
  const waking = startWaking(
    async () => {
      const n = seen.rounds++;
      await Promise.resolve();
      during(n);
      return answers[n] ?? 60_000;
    },
    (ms, signal) => {
      seen.pauses.push(ms);
      return new Promise((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve());
      });
    },
  );
  return { seen, waking };
}

test("it works on until nothing is due, sleeps for as long, and works again when it is woken", async () => {
  const { seen, waking } = worked([0, 0, 500]);
  await waking.settled();
  expect(seen).toEqual({ rounds: 3, pauses: [500] });
  waking.wake();
  await waking.settled();
  expect(seen).toEqual({ rounds: 4, pauses: [500, 60_000] });
  await waking.close();
});

test("a word that comes while it works is followed by another round before it sleeps", async () => {
  const woken: { wake?(): void } = {};
  const { seen, waking } = worked([], (n) => n === 0 && woken.wake?.());
  woken.wake = waking.wake;
  await waking.settled();
  expect(seen).toEqual({ rounds: 2, pauses: [60_000] });
  await waking.close();
});

test("when it is closed the round that runs is finished and no other begins", async () => {
  const { seen, waking } = worked([0, 0, 0, 0]);
  await waking.close();
  expect(seen.rounds).toBe(1);
  waking.wake();
  await waking.settled();
  expect(seen.rounds).toBe(1);
});
