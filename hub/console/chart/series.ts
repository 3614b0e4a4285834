/** From stored readings to what a chart can draw: gaps stay gaps, dense spans become lowest–highest. */
import type { SeriesView } from "../../http/views.ts";

/** `spread`: it stands for many readings, of which `value` is the mean. */
export type Sample = { at: number; value: number; quality: number; spread?: Spread };
export type Spread = { low: number; high: number; count: number };
/** One step of a drawn line; `low` and `high` differ only where many readings were drawn as one, and `mean` lies between them. */
export type Step = { at: number; low: number; high: number; mean?: number };

/** The usual time between two readings, or null with fewer than two. */
export function typicalStepMs(samples: readonly Sample[]): number | null {
  const steps = samples.slice(1).map((sample, index) => sample.at - (samples[index]?.at ?? sample.at));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? null;
}

/** A silence of more than three usual steps is a gap: the line is not drawn across it. */
export function runs(samples: readonly Sample[]): Sample[][] {
  const gapMs = 3 * (typicalStepMs(samples) ?? 0);
  const found: Sample[][] = [];
  let last: Sample | undefined;
  for (const sample of samples) {
    if (last && sample.at - last.at <= gapMs) found[found.length - 1]?.push(sample);
    else found.push([sample]);
    last = sample;
  }
  return found;
}

/** Draws at most `most` steps: readings that share one are kept as their lowest and highest, so no peak is lost. */
export function thin(run: readonly Sample[], most: number): Step[] {
  if (run.length <= most) return run.map(exactStep);
  const size = Math.ceil(run.length / most);
  const steps: Step[] = [];
  for (let from = 0; from < run.length; from += size) {
    const part = run.slice(from, from + size);
    steps.push({
      at: part[Math.floor(part.length / 2)]?.at ?? 0,
      low: Math.min(...part.map(lowOf)),
      high: Math.max(...part.map(highOf)),
    });
  }
  return steps;
}

function exactStep(sample: Sample): Step {
  const step = { at: sample.at, low: lowOf(sample), high: highOf(sample) };
  return sample.spread ? { ...step, mean: sample.value } : step;
}

export function lowOf({ value, spread }: Sample): number {
  return spread?.low ?? value;
}

export function highOf({ value, spread }: Sample): number {
  return spread?.high ?? value;
}

const bucketMs = { raw: 0, "1m": 60_000, "1h": 3_600_000 };

/** What of a series can be drawn: texts cannot; a bucket stands in its middle. */
export function samplesOf({
  readings,
  buckets,
  resolution,
}: Pick<SeriesView, "readings" | "buckets" | "resolution">): Sample[] {
  if (buckets)
    return buckets.map(([at, count, low, high, mean]) => ({
      at: at + bucketMs[resolution] / 2,
      ...{ value: mean, quality: 0, spread: { low, high, count } },
    }));
  return readings
    .filter(([, value]) => typeof value !== "string")
    .map(([at, value, quality]) => ({ at, value: Number(value), quality }));
}

/** A bucket series with one more reading at its end: in the last bucket, or in one of its own. */
export function withBucketed(series: SeriesView, at: number, value: number): SeriesView {
  const buckets = series.buckets ?? [];
  const size = bucketMs[series.resolution];
  const start = Math.floor(at / size) * size;
  const last = buckets[buckets.length - 1];
  if (last && last[0] > start) return series;
  if (!last || last[0] < start) return { ...series, buckets: [...buckets, [start, 1, value, value, value, value]] };
  const [, count, low, high, mean] = last;
  const grown: typeof last = [
    ...([start, count + 1, Math.min(low, value), Math.max(high, value)] as const),
    ...([(mean * count + value) / (count + 1), value] as const),
  ];
  return { ...series, buckets: [...buckets.slice(0, -1), grown] };
}
