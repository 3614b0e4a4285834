/** A storm: mishaps in an order drawn from the seed, up to two at once, each healed before its part is hit again. */
import { setTimeout as pause } from "node:timers/promises";
import { type Mishap, mishaps, type Part } from "./mishaps.ts";
import type { Chance } from "./seeded.ts";
import { now } from "./sensors.ts";
import type { Stage } from "./stage.ts";

const atOnce = 2;

/** Resolves when the last one is healed, with how often each happened. */
export async function blow(stage: Stage, chance: Chance, ms: number): Promise<Record<string, number>> {
  const fitting = mishaps.filter((mishap) => mishap.fits(stage));
  const counts: Record<string, number> = Object.fromEntries(fitting.map(({ name }) => [name, 0]));
  const end = now() + ms;
  const touched = new Set<Part>();
  const running = new Set<Promise<void>>();
  let deck: Mishap[] = [];
  while (now() < end) {
    if (deck.length === 0) deck = chance.shuffled(fitting);
    const mishap = deck.shift();
    if (mishap === undefined) break;
    const own = chance.fork();
    const pauseMs = chance.between(100, 900);
    while (running.size >= atOnce || mishap.touches.some((part) => touched.has(part))) await Promise.race(running);
    if (now() >= end) break;
    for (const part of mishap.touches) touched.add(part);
    const happening = mishap.run(stage, own).then((count) => {
      counts[mishap.name] = (counts[mishap.name] ?? 0) + count;
      for (const part of mishap.touches) touched.delete(part);
      running.delete(happening);
    });
    running.add(happening);
    await Promise.race([pause(pauseMs), happening.then(() => pause(pauseMs))]);
  }
  await Promise.all(running);
  return counts;
}
