/** One thing the doctor looked at, and what is to be done about it. */
import type { FindingCode } from "./words.ts";

/** `doubt` may go well for a while; `unknown` could not be looked at, and says why. */
export type FindingState = "well" | "doubt" | "fault" | "unknown";

export type Finding = {
  /** What was looked at: `disk`, `port`, `sensor` … */
  check: string;
  /** Which one of them. */
  subject: string;
  code: FindingCode;
  /** What the sentence is filled with. */
  facts: Readonly<Record<string, string | number>>;
};
