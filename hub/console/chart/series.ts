/** From stored readings to what a chart can draw: gaps stay gaps, dense spans become lowest–highest. */

export type Sample = { at: number; value: number; quality: number };
/** One step of a drawn line; `low` and `high` differ only where many readings were drawn as one. */
export type Step = { at: number; low: number; high: number };

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
  if (run.length <= most) return run.map(({ at, value }) => ({ at, low: value, high: value }));
  const size = Math.ceil(run.length / most);
  const steps: Step[] = [];
  for (let from = 0; from < run.length; from += size) {
    const part = run.slice(from, from + size);
    const values = part.map((sample) => sample.value);
    steps.push({
      at: part[Math.floor(part.length / 2)]?.at ?? 0,
      low: Math.min(...values),
      high: Math.max(...values),
    });
  }
  return steps;
}

/** The reading nearest to a moment. */
export function nearest(samples: readonly Sample[], at: number): Sample | undefined {
  let best: Sample | undefined;
  for (const sample of samples) if (!best || Math.abs(sample.at - at) < Math.abs(best.at - at)) best = sample;
  return best;
}
