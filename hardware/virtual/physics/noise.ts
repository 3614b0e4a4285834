/** Seeded noise: the same seed gives the same neighbourhood, to the last bit. */

/** State of the generator (mulberry32); travels inside the world. */
export type Noise = number;

/** A number in [0, 1) and the next state. */
export function draw(noise: Noise): { part: number; noise: Noise } {
  const next = (noise + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { part: ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, noise: next };
}

/** `count` values in (-1, 1), bell-shaped: the mean of three even draws. */
export function wobble(noise: Noise, count: number): { values: number[]; noise: Noise } {
  let state = noise;
  const even = () => {
    const { part, noise: next } = draw(state);
    state = next;
    return part * 2 - 1;
  };
  const values = Array.from({ length: count }, () => (even() + even() + even()) / 3);
  return { values, noise: state };
}
