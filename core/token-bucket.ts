/** A rate that holds over time and lets short bursts through: so many a second, at most a burst at once. Pure. */

/** `tokens` are what may be taken now, negative while a larger take is paid off; `at` is monotonic ms. */
export type Bucket = { tokens: number; at: number };

/** `perSecond` more tokens each second, up to `burst`. */
export type BucketRate = { perSecond: number; burst: number };

export function fullBucket({ burst }: BucketRate, now: number): Bucket {
  return { tokens: burst, at: now };
}

function refilled({ tokens, at }: Bucket, { perSecond, burst }: BucketRate, now: number): number {
  return Math.min(burst, tokens + (Math.max(0, now - at) * perSecond) / 1000);
}

/** Takes `count` whenever one is there, and owes the rest: so any size passes in its time. Null when none is there. */
export function take(bucket: Bucket, rate: BucketRate, count: number, now: number): Bucket | null {
  const tokens = refilled(bucket, rate, now);
  return tokens < 1 ? null : { tokens: tokens - count, at: now };
}

/** Ms until something may be taken again. */
export function waitFor(bucket: Bucket, rate: BucketRate, now: number): number {
  const lacking = 1 - refilled(bucket, rate, now);
  return lacking <= 0 ? 0 : Math.ceil((lacking * 1000) / rate.perSecond);
}
