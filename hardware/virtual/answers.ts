/** What the sensors really answered: the oracle a test holds the hub's rows against. Bounded, oldest first out. */
import type { Value } from "../../core/reading.ts";
import type { BusId } from "./layout.ts";
import type { Fate } from "./wire.ts";

export type Answer = {
  /** When the reply was made, ms since 1970; it left `lateMs` later. */
  at: number;
  lateMs: number;
  bus: BusId;
  device: string;
  /** Function code of the request; the top bit set where the reply is an exception. */
  code: number;
  /** The points that the registers held, each in its model's unit. */
  points: Readonly<Record<string, Value>>;
  /** Whether it reached the bus sound, damaged, or not at all. */
  fate: Fate;
};

export const mostAnswers = 100_000;

export type Answers = { add(answer: Answer): void; list(): readonly Answer[]; dropped(): number };

export function keepAnswers(most = mostAnswers): Answers {
  let kept: Answer[] = [];
  let dropped = 0;
  return {
    add: (answer) => {
      kept.push(answer);
      if (kept.length < most * 2) return;
      dropped += kept.length - most;
      kept = kept.slice(-most);
    },
    list: () => kept.slice(-most),
    dropped: () => dropped + Math.max(0, kept.length - most),
  };
}
