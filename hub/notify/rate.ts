/** The rate of a channel as a token bucket that keeps its limit in every minute, wherever the minute begins. Pure. */
import { type Bucket, type BucketRate, fullBucket, take, waitFor } from "../../core/token-bucket.ts";

/** `burst` at once, of which `reserve` are kept for what is urgent. */
export type ChannelRate = BucketRate & { reserve: number };

export const minuteMs = 60_000;

/** In any minute at most `burst + 60 × perSecond` go out; that is one less than the limit, for the clock of the other end. */
export function rateOf(perMinute: number): ChannelRate {
  const burst = Math.max(1, Math.floor(perMinute * 0.4));
  const refill = Math.max(0.9, perMinute - burst - 0.5);
  return { perSecond: refill / 60, burst, reserve: Math.min(2, Math.floor(burst / 2)) };
}

/** After a start: what went out in the last minute was taken from it already. */
export function startedBucket(rate: ChannelRate, sentLastMinute: number, now: number): Bucket {
  const { tokens, at } = fullBucket(rate, now);
  return { tokens: tokens - sentLastMinute, at };
}

export function tokensIn(bucket: Bucket, { perSecond, burst }: ChannelRate, now: number): number {
  return Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);
}

export function takeOne(bucket: Bucket, rate: ChannelRate, now: number): Bucket {
  return take(bucket, rate, 1, now) ?? bucket;
}

/** Ms until one message may go, leaving `kept` tokens for others. */
export function waitForOne(bucket: Bucket, rate: ChannelRate, kept: number, now: number): number {
  return waitFor({ ...bucket, tokens: bucket.tokens - kept }, { ...rate, burst: rate.burst - kept }, now);
}
