/** What the hub refused for good: batches are cut until the guilty record stands alone, which is then set aside or held back. */
import { addRange, coverOf, type OffsetRanges } from "../../core/offset-ranges.ts";

/** A reading is given up, as a gap the ledger counts; an alert never is: it stays in the lane and is offered again. */
export type WhenRefused = "set-aside" | "hold-back";

export type Sentence = "send-again" | WhenRefused;

export type Doubts = {
  /** Sizes of the batches that are cut smaller, by their first offset. */
  suspects: ReadonlyMap<number, number>;
  /** Records that are not sent now. */
  held(): OffsetRanges;
  /** Whether the record at this offset goes in its reduced form. */
  isReduced(from: number): boolean;
  refuse(from: number, size: number): Sentence;
  /** Lets some of what is held back be sent again: as it is once, reduced once. */
  offer(): void;
  /** The record was given up. */
  drop(from: number): void;
  /** The hub has these; true when one was among them that it had refused alone. */
  settle(have: OffsetRanges): boolean;
};

/** So many held records are offered in one go: the hub may refuse every alert there is. */
const mostOffered = 20;

/** A single record may be refused `refusals` times. */
export function makeDoubts(refusals: number, whenRefused: WhenRefused): Doubts {
  const suspects = new Map<number, number>();
  const counts = new Map<number, number>();
  /** In the order in which they were offered last. */
  const held = new Set<number>();

  function halve(from: number, size: number): Sentence {
    const half = Math.ceil(size / 2);
    suspects.set(from, half).set(from + half, size - half);
    return "send-again";
  }

  function drop(from: number): void {
    suspects.delete(from);
    counts.delete(from);
    held.delete(from);
  }

  return {
    suspects,
    held: () => [...held].reduce<OffsetRanges>((ranges, at) => addRange(ranges, at, at + 1), []),
    isReduced: (from) => whenRefused === "hold-back" && (counts.get(from) ?? 0) >= refusals,
    refuse(from, size) {
      if (size > 1) return halve(from, size);
      const count = (counts.get(from) ?? 0) + 1;
      suspects.set(from, 1);
      counts.set(from, count);
      if (count < refusals) return "send-again";
      if (whenRefused === "set-aside") return "set-aside";
      if (count === refusals) return "send-again";
      counts.set(from, refusals - 1);
      held.add(from);
      return "hold-back";
    },
    offer() {
      for (const from of [...held].slice(0, mostOffered)) held.delete(from);
    },
    drop,
    settle(have) {
      const there = [...suspects.keys()].filter((from) => coverOf(have, from, from + 1) === "all");
      const isOneCured = there.some((from) => counts.has(from));
      there.forEach(drop);
      return isOneCured;
    },
  };
}
