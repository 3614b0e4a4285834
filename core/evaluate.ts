/** Runs one rule over one point's readings: `(state, value, now) → state + change`. Pure; the caller turns the clock. */
import type { Value } from "./reading.ts";
import type { Condition, Rule } from "./rule.ts";

/** `now` and every time here are ms on any clock that only goes forward: monotonic at the edge, event time at the hub. */
export type RuleState = {
  raised: boolean;
  /** The latest readings' votes to change the state, newest last; at most `votes.of`. */
  votes: readonly boolean[];
  /** Since when the votes have asked for the change, or null. */
  since: number | null;
  /** Least and most of each slice of the time a rate of change looks back over, oldest first. */
  slices: readonly Slice[];
  /** The last reading, for a rule on silence; null before the first. */
  heardAt: number | null;
  /** The latest raises, for a rule that may flap. */
  raises: readonly number[];
  flapping: boolean;
  /** How often it was raised since the alert opened; more than one only while it flaps. */
  count: number;
};

type Slice = { at: number; least: number; most: number };

export type RuleChange = "raised" | "cleared" | null;
export type RuleStep = { state: RuleState; change: RuleChange };

export const quiet: RuleState = {
  raised: false,
  votes: [],
  since: null,
  slices: [],
  heardAt: null,
  raises: [],
  flapping: false,
  count: 0,
};

/** A rate of change looks back in so many slices: memory stays bounded however fast the readings come. */
const slicesOfSpan = 60;

/** A reading arrived. */
export function evaluate(rule: Rule, before: RuleState, value: Value, now: number): RuleStep {
  const state = { ...before, heardAt: now, slices: lookBack(rule.when, before.slices, value, now) };
  const ask = asks(rule.when, state, value);
  const { needed, of } = rule.votes ?? { needed: 1, of: 1 };
  const votes = [...state.votes, ask].slice(-of);
  const carried = votes.filter(Boolean).length >= needed;
  const isBack = state.flapping && state.raised && state.since !== null && !carried;
  const count = isBack ? state.count + 1 : state.count;
  return settle(rule, { ...state, votes, count, since: carried ? (state.since ?? now) : null }, now);
}

/** Time passed without a reading: a hold may have run out, or a device may be silent for too long. */
export function elapse(rule: Rule, state: RuleState, now: number, everyMs: number): RuleStep {
  const due = silentAt(rule, state, everyMs);
  return settle(rule, due === null || now < due ? state : { ...state, since: state.since ?? due }, now);
}

/** When `elapse` is next worth calling, or null. */
export function dueAt(rule: Rule, state: RuleState, everyMs: number): number | null {
  if (state.since !== null) return state.since + holdMs(rule, state);
  const silent = silentAt(rule, state, everyMs);
  return silent === null ? null : silent + holdMs(rule, state);
}

/** The state of a rule that begins to watch: silence counts from here. */
export function beginning(rule: Rule, now: number): RuleState {
  return "silentIntervals" in rule.when ? { ...quiet, heardAt: now } : quiet;
}

function silentAt({ when }: Rule, { raised, heardAt }: RuleState, everyMs: number): number | null {
  if (raised || heardAt === null || !("silentIntervals" in when)) return null;
  return heardAt + when.silentIntervals * everyMs;
}

function settle(rule: Rule, state: RuleState, now: number): RuleStep {
  if (state.since === null || now - state.since < holdMs(rule, state)) return { state, change: null };
  const next = { ...state, raised: !state.raised, votes: [], since: null };
  if (state.raised)
    return { state: { ...next, flapping: false, raises: afterFlap(state), count: 0 }, change: "cleared" };
  const { raises: most = 1, withinMs = 0 } = rule.flap ?? {};
  const raises = [...state.raises.filter((at) => now - at < withinMs), now].slice(-most);
  const flapping = rule.flap !== undefined && raises.length >= most;
  return { state: { ...next, raises, flapping, count: flapping ? raises.length : 1 }, change: "raised" };
}

/** One that flapped has been calm since: it begins to count anew. */
function afterFlap({ flapping, raises }: RuleState): readonly number[] {
  return flapping ? [] : raises;
}

function holdMs({ raiseAfterMs = 0, clearAfterMs = 0, flap }: Rule, { raised, flapping }: RuleState): number {
  if (!raised) return raiseAfterMs;
  return flapping && flap !== undefined ? Math.max(clearAfterMs, flap.withinMs) : clearAfterMs;
}

function lookBack(when: Condition, slices: readonly Slice[], value: Value, now: number): readonly Slice[] {
  if (!("withinMs" in when) || typeof value !== "number") return slices;
  const kept = slices.filter(({ at }) => now - at <= when.withinMs);
  const last = kept.at(-1);
  if (last === undefined || now - last.at >= when.withinMs / slicesOfSpan)
    return [...kept, { at: now, least: value, most: value }];
  const joined = { at: last.at, least: Math.min(last.least, value), most: Math.max(last.most, value) };
  return [...kept.slice(0, -1), joined];
}

/** Whether the reading asks for the other state. */
function asks(when: Condition, state: RuleState, value: Value): boolean {
  if ("silentIntervals" in when) return state.raised;
  return state.raised ? isCleared(when, state, value) : isMet(when, state, value);
}

function isMet(when: Condition, state: RuleState, value: Value): boolean {
  if ("equals" in when) return value === when.equals;
  if (typeof value !== "number") return false;
  if ("above" in when) return value > when.above;
  if ("below" in when) return value < when.below;
  return isSteep(when, state, value);
}

function isCleared(when: Condition, state: RuleState, value: Value): boolean {
  if ("equals" in when) return value !== when.equals;
  if (typeof value !== "number") return false;
  if ("above" in when) return value <= (when.clearBelow ?? when.above);
  if ("below" in when) return value >= (when.clearAbove ?? when.below);
  return !isSteep(when, state, value);
}

function isSteep(when: Condition, { slices }: RuleState, value: number): boolean {
  if ("risesBy" in when) return value - Math.min(...slices.map(({ least }) => least)) >= when.risesBy;
  return "fallsBy" in when && Math.max(...slices.map(({ most }) => most)) - value >= when.fallsBy;
}
