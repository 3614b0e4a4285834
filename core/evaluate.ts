/** Runs one rule over one point's readings: `(state, value, now) → state + change`. Pure; the caller turns the clock. */
import type { Value } from "./reading.ts";
import type { Condition, Rule } from "./rule.ts";

/** `now` and `since` are ms on any clock that only goes forward: monotonic at the edge, event time at the hub. */
export type RuleState = {
  raised: boolean;
  /** The latest readings' votes to change the state, newest last; at most `votes.of`. */
  votes: boolean[];
  /** Since when the votes have asked for the change, or null. */
  since: number | null;
};

export type RuleChange = "raised" | "cleared" | null;

export const quiet: RuleState = { raised: false, votes: [], since: null };

/** A reading arrived. */
export function evaluate(
  rule: Rule,
  state: RuleState,
  value: Value,
  now: number,
): { state: RuleState; change: RuleChange } {
  const ask = state.raised ? isCleared(rule.when, value) : isMet(rule.when, value);
  const { needed, of } = rule.votes ?? { needed: 1, of: 1 };
  const votes = [...state.votes, ask].slice(-of);
  const carried = votes.filter(Boolean).length >= needed;
  return settle(rule, { raised: state.raised, votes, since: carried ? (state.since ?? now) : null }, now);
}

/** Time passed without a reading: a hold may have run out. */
export function elapse(rule: Rule, state: RuleState, now: number): { state: RuleState; change: RuleChange } {
  return settle(rule, state, now);
}

/** When `elapse` is next worth calling, or null. */
export function dueAt(rule: Rule, state: RuleState): number | null {
  return state.since === null ? null : state.since + holdMs(rule, state.raised);
}

function settle(rule: Rule, state: RuleState, now: number): { state: RuleState; change: RuleChange } {
  if (state.since === null || now - state.since < holdMs(rule, state.raised)) return { state, change: null };
  return { state: { raised: !state.raised, votes: [], since: null }, change: state.raised ? "cleared" : "raised" };
}

function holdMs(rule: Rule, raised: boolean): number {
  return (raised ? rule.clearAfterMs : rule.raiseAfterMs) ?? 0;
}

function isMet(when: Condition, value: Value): boolean {
  if ("equals" in when) return value === when.equals;
  if (typeof value !== "number") return false;
  return "above" in when ? value > when.above : value < when.below;
}

function isCleared(when: Condition, value: Value): boolean {
  if ("equals" in when) return value !== when.equals;
  if (typeof value !== "number") return false;
  if ("above" in when) return value <= (when.clearBelow ?? when.above);
  return value >= (when.clearAbove ?? when.below);
}
