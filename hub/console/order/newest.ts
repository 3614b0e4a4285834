/** The latest first. */

export function byNewest(a: { at: number }, b: { at: number }): number {
  return b.at - a.at;
}
