/** Readings folded into steps: how many, least, most, mean and last of the numbers in each. */
import { decimalsOf } from "../../../core/decimals.ts";
import type { Value } from "../../../core/reading.ts";
import type { Bucket } from "../telemetry.ts";

/** `at` ascending; a step begins at a multiple of `stepMs`, one without numbers is absent. */
export function foldReadings(at: readonly number[], values: readonly Value[], stepMs: number): Bucket[] {
  const buckets: Bucket[] = [];
  let start = Number.NaN;
  let numbers: number[] = [];
  const end = () => {
    if (numbers.length > 0) buckets.push(bucketOf(start, numbers));
    numbers = [];
  };
  for (const [i, moment] of at.entries()) {
    const value = values[i];
    if (typeof value !== "number") continue;
    if (moment - (moment % stepMs) !== start) {
      end();
      start = moment - (moment % stepMs);
    }
    numbers.push(value);
  }
  end();
  return buckets;
}

function bucketOf(at: number, numbers: readonly number[]): Bucket {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const value of numbers) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return [at, numbers.length, least, most, roundMean(sum / numbers.length, numbers), numbers.at(-1) as number];
}

/** Finer than the numbers by this many decimals, a mean is kept in two or three bytes instead of eight. */
const finer = 3;

function roundMean(mean: number, numbers: readonly number[]): number {
  const decimals = decimalsOf(numbers);
  const scale = 10 ** ((decimals ?? 0) + finer);
  return decimals === null || Math.abs(mean) * scale > 2 ** 50 ? mean : Math.round(mean * scale) / scale;
}
