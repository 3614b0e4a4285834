/** From the readings of a device's fault point to spans: which fault, from when to when. Pure. */
import type { SeriesView } from "../../http/views.ts";

/** `to` null: it is there still. */
export type FaultSpan = { code: string; from: number; to: number | null };

/** Newest first. The same code again is the same span. */
export function faultSpans(readings: SeriesView["readings"]): FaultSpan[] {
  const spans: FaultSpan[] = [];
  for (const [at, value] of readings) {
    const code = String(value);
    const last = spans[spans.length - 1];
    if (last?.to === null && last.code === code) continue;
    if (last?.to === null) last.to = at;
    if (code !== "") spans.push({ code, from: at, to: null });
  }
  return spans.reverse();
}

/** How much of the time it was well, 0 … 1. */
export function wellShare(spans: readonly FaultSpan[], from: number, to: number): number {
  const lost = spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.to ?? to, to) - Math.max(span.from, from)),
    0,
  );
  return to > from ? 1 - Math.min(1, lost / (to - from)) : 1;
}
