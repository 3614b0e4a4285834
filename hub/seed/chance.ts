/** Chance that comes out the same for the same number. */

export type Chance = {
  /** 0 … 1, without 1. */
  next(): number;
  /** A whole number of `[0, n)`. */
  below(n: number): number;
  of<Item>(items: readonly Item[]): Item;
};

/** Mulberry32 [Tommy Ettinger, public domain]: good enough to look like life, and 32 bits of state. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, of: (items) => items[below(items.length)] as (typeof items)[number] };
}
