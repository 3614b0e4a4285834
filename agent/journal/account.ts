/** What became of every offset of a lane: waiting, acknowledged, or in a gap; never two of these, never none. Pure. */
import type { Gap, GapReason, GapRow } from "../../core/gap.ts";
import { addRange, countOf, coverOf, mergeRanges, missingIn, type OffsetRanges } from "../../core/offset-ranges.ts";

/** Records `[from, to)` that will never be sent, and why. */
export type LaneGap = { from: number; to: number; why: GapReason; series: Gap["series"] };

/**
 * `held`: the records that are on the disk, as far as is known. `have`: what the hub says it has, never above `next`.
 * `gaps`: also those the hub has heard of, in case it forgets them. `untold`: gaps the hub refuses to hear of.
 */
export type Account = {
  readonly next: number;
  readonly held: OffsetRanges;
  readonly have: OffsetRanges;
  readonly gaps: readonly LaneGap[];
  readonly untold: OffsetRanges;
};

/** What of it is kept over a restart; `held` is found on the disk. */
export type KeptAccount = Omit<Account, "held">;

/** More gaps than this, and the oldest become one; so many are remembered after the hub has heard of them. */
const mostGaps = 256;
const toldKept = 64;
/** A hub that claims more beyond the end than any journal can have held is not believed. */
const mostRecords = 2 ** 40;

export const emptyAccount: KeptAccount = { next: 0, have: [], gaps: [], untold: [] };

/** After a start: whatever was given an offset and is nowhere now is lost by damage. */
export function openAccount(kept: KeptAccount, held: OffsetRanges, end: number): Account {
  const next = Math.max(end, kept.next, endOf(kept.have), endOf(kept.untold), ...kept.gaps.map(({ to }) => to));
  return settle({ ...kept, next, held }, "damaged");
}

export function appended(account: Account, count: number): Account {
  const next = account.next + count;
  return { ...account, next, held: addRange(account.held, account.next, next) };
}

/** Offsets that are given and never written: their records were lost before they came to the disk. */
export function lost(account: Account, count: number, series: GapRow[]): Account {
  const { next } = account;
  return withGap({ ...account, next: next + count }, { from: next, to: next + count, why: "evicted", series });
}

/** The hub knows offsets that were never given: they are passed over, as lost here. */
export function jumped(account: Account, to: number): Account {
  return to <= account.next ? account : settle({ ...account, next: to }, "damaged");
}

/** Whether the hub claims offsets that this journal never gave. */
export function isBeyond({ next }: Account, have: OffsetRanges): boolean {
  return endOf(have) > next;
}

/** What the hub may claim to have: as it says, or without the part that cannot be true. */
export function believed({ next }: Account, have: OffsetRanges): OffsetRanges {
  return endOf(have) <= next + mostRecords ? have : inside(have, 0, next);
}

/** What the hub says it has; it may have grown or shrunk. What is lacking here as well by now is told as evicted. */
export function acknowledged(account: Account, have: OffsetRanges): Account {
  const known = jumped(account, endOf(have));
  const told = known.gaps.filter((gap) => isTold(gap, have));
  const forgotten = new Set(told.slice(0, -toldKept));
  return settle({ ...known, have, gaps: known.gaps.filter((gap) => !forgotten.has(gap)) }, "evicted");
}

/** Gives up what waits within the gap. */
export function withGap(account: Account, gap: LaneGap): Account {
  const gaps = missingIn(gapRanges(account), gap.from, gap.to).map(([from, to]) =>
    from === gap.from && to === gap.to ? gap : { ...gap, from, to, series: [] },
  );
  return {
    ...account,
    gaps: fewer(
      [...account.gaps, ...gaps].sort((a, b) => a.from - b.from),
      account.have,
    ),
  };
}

/** These offsets are on the disk no more. */
export function dropped(account: Account, ranges: OffsetRanges, why: GapReason): Account {
  const held = ranges.reduce<OffsetRanges>((left, [from, to]) => without(left, from, to), account.held);
  return settle({ ...account, held }, why);
}

/** The hub refuses to hear of the gap around this offset. */
export function forgotten(account: Account, offset: number): Account {
  const gap = account.gaps.find(({ from, to }) => from <= offset && offset < to);
  if (gap === undefined) return account;
  return {
    ...account,
    untold: addRange(account.untold, gap.from, gap.to),
    gaps: account.gaps.filter((other) => other !== gap),
  };
}

/** The records that wait for the hub within `[from, to)`. */
export function waitingIn(account: Account, from: number, to: number): OffsetRanges {
  const settled = mergeRanges([...account.have, ...gapRanges(account)]);
  return missingIn(settled, from, to).flatMap(([start, end]) => inside(account.held, start, end));
}

export function waitingCount(account: Account): number {
  return countOf(waitingIn(account, 0, account.next));
}

/** Where nothing is to be sent any more, as records or at all. */
export function settledRanges({ have, untold }: Account): OffsetRanges {
  return mergeRanges([...have, ...untold]);
}

/** The gaps the hub must still be told; of one it has a part of, the rest, which does not know its series. */
export function openGaps({ gaps, have }: Account): LaneGap[] {
  return gaps.flatMap((gap) => {
    if (coverOf(have, gap.from, gap.to) === "none") return [gap];
    return missingIn(have, gap.from, gap.to).map(([from, to]) => ({ ...gap, from, to, series: [] }));
  });
}

/** All offsets that are in a gap, told or not. */
export function gapRanges({ gaps, untold }: Account): OffsetRanges {
  return mergeRanges([...untold, ...gaps.map(({ from, to }) => [from, to] as const)]);
}

/** What is neither held, acknowledged nor in a gap becomes one. */
function settle(account: Account, why: GapReason): Account {
  const accounted = mergeRanges([...account.held, ...account.have, ...gapRanges(account)]);
  return missingIn(accounted, 0, account.next).reduce(
    (known, [from, to]) => withGap(known, { from, to, why, series: [] }),
    account,
  );
}

/** Joins neighbours of one reason, the oldest first, until there are few enough. */
function fewer(gaps: LaneGap[], have: OffsetRanges): LaneGap[] {
  const kept = [...gaps];
  for (let i = 0; i + 1 < kept.length && kept.length > mostGaps; ) {
    const [gap, next] = [kept[i] as LaneGap, kept[i + 1] as LaneGap];
    const isOne = gap.to === next.from && gap.why === next.why && coverOf(have, gap.from, next.to) === "none";
    if (isOne) kept.splice(i, 2, { ...gap, to: next.to, series: mergeRows([...gap.series, ...next.series]) });
    else i++;
  }
  return kept;
}

/** One row for each series. */
export function mergeRows(rows: readonly GapRow[]): GapRow[] {
  const merged = new Map<string, GapRow>();
  for (const row of rows) {
    const key = `${row.device}/${row.point}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? row : joined(known, row));
  }
  return [...merged.values()];
}

function joined(a: GapRow, b: GapRow): GapRow {
  const sum = { device: a.device, point: a.point, count: a.count + b.count };
  const first = Math.min(a.firstAt ?? Infinity, b.firstAt ?? Infinity);
  const last = Math.max(a.lastAt ?? -Infinity, b.lastAt ?? -Infinity);
  return Number.isFinite(first) ? { ...sum, firstAt: first, lastAt: last } : sum;
}

function isTold({ from, to }: LaneGap, have: OffsetRanges): boolean {
  return coverOf(have, from, to) === "all";
}

function endOf(ranges: OffsetRanges): number {
  return ranges.at(-1)?.[1] ?? 0;
}

/** The part of the set within `[from, to)`. */
function inside(ranges: OffsetRanges, from: number, to: number): OffsetRanges {
  return ranges
    .map(([start, end]) => [Math.max(start, from), Math.min(end, to)] as const)
    .filter(([start, end]) => start < end);
}

function without(ranges: OffsetRanges, from: number, to: number): OffsetRanges {
  return [...inside(ranges, 0, from), ...inside(ranges, to, Infinity)];
}
