/** What to send next: live before backlog, a bounded number in flight, suspects cut in halves. Pure. */
import { addRange, missingIn, type OffsetRanges } from "../../core/offset-ranges.ts";
import type { LaneGap } from "../journal/lane.ts";

/** What of a lane is known when the next batch is chosen. */
export type LaneView = {
  /** Lowest offset still held, and the one after the last. */
  first: number;
  next: number;
  have: OffsetRanges;
  gaps: readonly LaneGap[];
  /** Batches sent and not yet answered. */
  inFlight: OffsetRanges;
  /** Where the live part begins: what came since the line is up. */
  liveFrom: number;
  /** Ranges the hub refused: cut smaller, so that one poison record cannot block its neighbours. */
  suspects: ReadonlyMap<number, number>;
};

export type Choice = { from: number; to: number; gap?: LaneGap };

/**
 * The next batch, of at most `most` live records or `mostBacklog` that came before, or null when nothing is left to send;
 * with a `mostBacklog` of 0 the backlog has to wait.
 */
export function chooseNext(view: LaneView, most: number, mostBacklog = most): Choice | null {
  const free = without(view);
  const live = free.find(([, to]) => to > view.liveFrom);
  if (live !== undefined) return cut(Math.max(live[0], view.liveFrom), live[1], view, most);
  const backlog = free[0];
  if (backlog === undefined || mostBacklog === 0) return nextGap(view);
  return cut(backlog[0], backlog[1], view, mostBacklog);
}

/** Answered within this time, a batch lets one more fly; answered later than the other, half as many. */
const quickMs = 1000;
const slowMs = 3000;

/** How many batches of backlog may be in flight next: a slow line is not filled for long, or an alert would wait behind. */
export function nextFlights(flights: number, tookMs: number, most: number): number {
  if (tookMs > slowMs) return Math.max(1, Math.floor(flights / 2));
  return tookMs <= quickMs ? Math.min(most, flights + 1) : flights;
}

/** What is held, not acknowledged, not in flight and not given up. */
function without({ first, next, have, inFlight, gaps }: LaneView): OffsetRanges {
  let taken = have;
  for (const [from, to] of inFlight) taken = addRange(taken, from, to);
  for (const gap of gaps) taken = addRange(taken, gap.from, gap.to);
  return missingIn(taken, first, next);
}

function cut(from: number, to: number, { suspects }: LaneView, most: number): Choice {
  const limit = Math.min(to, from + (suspects.get(from) ?? most));
  const nextSuspect = Math.min(...[...suspects.keys()].filter((start) => start > from), limit);
  return { from, to: nextSuspect };
}

/** A gap the hub has a part of is told in parts, so that no message overlaps what it has; a part does not know its series. */
function nextGap({ gaps, have, inFlight }: LaneView): Choice | null {
  const told = inFlight.reduce<OffsetRanges>((ranges, [from, to]) => addRange(ranges, from, to), have);
  for (const gap of gaps) {
    const [part] = missingIn(told, gap.from, gap.to);
    if (part === undefined) continue;
    const [from, to] = part;
    const isWhole = from === gap.from && to === gap.to;
    return { from, to, gap: { ...gap, from, to, series: isWhole ? gap.series : [] } };
  }
  return null;
}
