/** What the matching speaks of: what is expected, what was found, who belongs together and why. */
import type { LonLat } from "../rulebook/lon-lat.ts";

type Somewhere = {
  class: string | null;
  /** The smallest area it lies in. */
  area: string | null;
  place: string;
  building: string;
  /** WGS 84; null where nobody measured it. */
  at: LonLat | null;
};
export type Expected = Somewhere & { id: string };
/** `key`: gateway/device. `named`: words of its ids and names that may be a component's code. */
export type Found = Somewhere & {
  key: string;
  inside: string;
  named: readonly string[];
  /** What it is for, as its model says: level, smoke …; null where nobody said. */
  measures: string | null;
};

/** `kind`: it has no class, and what it measures fits; never more than a proposal. */
export const matchRuleNames = ["person", "code", "place", "distance", "kind"] as const;
export type MatchRuleName = (typeof matchRuleNames)[number];

/** `metres` and `alike` (0 … 1) say how sure it is. */
export type Reason = { rule: MatchRuleName; building?: string; metres?: number; alike?: number; measures?: string };
export type Pair = { component: string; device: string };
export type Match = Pair & { reason: Reason };
/** A person has to say which: the likeliest first. `more`: there were too many to be compared. */
export type Doubt = { component: string; candidates: { device: string; reason: Reason }[]; more: boolean };
