/** Asks again until it is over: soon at first, then every few seconds. */
import { setTimeout } from "node:timers/promises";

const firstMs = 200;
const longestMs = 3000;

/** Answers what was read last when the time is up. A hub that does not answer is asked again until then. */
export async function waitFor<State>(
  read: () => Promise<State>,
  isOver: (state: State) => boolean,
  withinMs: number,
): Promise<State> {
  const until = performance.now() + withinMs;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(longestMs, pauseMs * 1.5)) {
    const isLast = performance.now() >= until;
    const state = isLast ? await read() : await read().catch(() => null);
    if (state !== null && (isLast || isOver(state))) return state;
    await setTimeout(pauseMs);
  }
}
