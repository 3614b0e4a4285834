/** Numbers as integers with a fixed count of decimals, where that is exact both ways. */

export const mostDecimals = 9;
/** Differences of two such integers, doubled for their sign, are still exact. */
const largest = 2 ** 50;

/** The fewest decimals that write every number exactly; null when more than nine would be needed. Minus zero has none. */
export function decimalsOf(numbers: readonly number[]): number | null {
  let decimals = 0;
  for (let i = 0; i < numbers.length; i++)
    while (!isExact(numbers[i] as number, 10 ** decimals)) {
      if (++decimals > mostDecimals) return null;
      i = 0;
    }
  return decimals;
}

function isExact(value: number, scale: number): boolean {
  const integer = Math.round(value * scale);
  return Math.abs(integer) <= largest && !Object.is(integer, -0) && integer / scale === value;
}
