/** Chance from a seed: the same seed gives the same storm. */
import { draw } from "../../hardware/virtual/physics/noise.ts";

export type Chance = {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  isLikely(part: number): boolean;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** A chance of its own, so that what runs beside does not change the order of draws. */
  fork(): Chance;
};

export function chanceFrom(seed: number): Chance {
  let noise = seed | 0;
  const next = () => {
    const drawn = draw(noise);
    noise = drawn.noise;
    return drawn.part;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    isLikely: (part) => next() < part,
    shuffled(items) {
      const left = [...items];
      return items.map(() => left.splice(between(0, left.length - 1), 1)[0] as (typeof items)[number]);
    },
    fork: () => chanceFrom(between(1, 2 ** 30)),
  };
}
