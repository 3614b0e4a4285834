/** Turns the world with the clock, in whole steps. */
import type { Clock } from "./clock.ts";
import { step, stepMs, type World } from "./physics/world.ts";

/** A machine that slept does not make up for more than this. */
const mostCatchUpMs = 10_000;

/** `turned` gets the way to the next world; `speed` is how much faster than the clock. Returns how to stop it. */
export function turnWorld(speed: number, clock: Clock, turned: (next: (world: World) => World) => void): () => void {
  let lastMs = clock.monotonicMs();
  let owedMs = 0;
  let cancel = () => {};
  const turn = () => {
    const now = clock.monotonicMs();
    owedMs += Math.min(now - lastMs, mostCatchUpMs) * speed;
    lastMs = now;
    for (; owedMs >= stepMs; owedMs -= stepMs) turned((world) => step(world, stepMs));
    cancel = clock.after(stepMs, turn);
  };
  cancel = clock.after(stepMs, turn);
  return () => cancel();
}
