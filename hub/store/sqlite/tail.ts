/** The readings of a series that are not in chunks yet, in order of arrival. */
import type { Value } from "../../../core/reading.ts";
import type { ReadingColumn } from "../telemetry.ts";

/**
 * The first `count` entries of arrays that other tails may share: appending gives a new tail, and the one before stays
 * what it was for whoever still reads it.
 */
export type Tail = { at: number[]; values: Value[]; quality: number[]; count: number };

export const noTail: Tail = { at: [], values: [], quality: [], count: 0 };

/** Shares the arrays where this tail is their end; one whose successor was undone, or that is empty, begins anew. */
export function appendTo(tail: Tail, { at, values, quality }: ReadingColumn): Tail {
  const isEnd = tail.count > 0 && tail.at.length === tail.count;
  const grown = isEnd ? { at: tail.at, values: tail.values, quality: tail.quality } : copyOf(tail);
  for (let i = 0; i < at.length; i++) {
    grown.at.push(at[i] as number);
    grown.values.push(values[i] as Value);
    grown.quality.push(quality[i] as number);
  }
  return { ...grown, count: grown.at.length };
}

function copyOf({ at, values, quality, count }: Tail): Omit<Tail, "count"> {
  return { at: at.slice(0, count), values: values.slice(0, count), quality: quality.slice(0, count) };
}

/** By event time, those of one millisecond in order of arrival; only readings of `[from, to)`. */
export function sortedTail(tail: Tail, from = -Infinity, to = Infinity): Omit<Tail, "count"> {
  const order: number[] = [];
  let isSorted = true;
  let before = -Infinity;
  for (let i = 0; i < tail.count; i++) {
    const moment = tail.at[i] as number;
    if (moment < from || moment >= to) continue;
    isSorted &&= moment >= before;
    before = moment;
    order.push(i);
  }
  if (!isSorted) order.sort((a, b) => (tail.at[a] as number) - (tail.at[b] as number));
  return {
    at: order.map((i) => tail.at[i] as number),
    values: order.map((i) => tail.values[i] as Value),
    quality: order.map((i) => tail.quality[i] as number),
  };
}
