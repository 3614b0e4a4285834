/** Runs the world ahead to tell when an alert is due, or over, if nobody does anything more. Pure. */
import { evaluate, quiet, type RuleState } from "../../core/evaluate.ts";
import type { Rule } from "../../core/rule.ts";
import type { Seat } from "./layout.ts";
import { step, type World } from "./physics/world.ts";
import { factory, registers } from "./units.ts";

/** Further ahead nobody waits for it. */
export const horizonMs = 30 * 60_000;
const lookMs = 500;
/** A fast world is run ahead in coarser steps. */
const mostParts = 10;

/** A rule of a sensor, and when it changes: ms from now. */
export type Forecast = { seat: Seat; rule: Rule; inMs: number };

export type Watched = { seat: Seat; rule: Rule };

/**
 * The rules that will change within the horizon, soonest first; all begin quiet, or all begin raised. Rules hold by the
 * clock, the world turns `speed` times as fast.
 */
export function forecast(
  world: World,
  watched: readonly Watched[],
  begin: "quiet" | "raised",
  speed: number,
): Forecast[] {
  const runs = watched.map((one) => ({ ...one, state: { ...quiet, raised: begin === "raised" } }));
  const found: Forecast[] = [];
  const parts = Math.min(mostParts, Math.ceil(speed));
  let ahead = world;
  for (let inMs = 0; inMs <= horizonMs && found.length < runs.length; inMs += lookMs) {
    for (const run of runs) {
      const raised = run.state.raised;
      run.state = look(run, run.state, ahead, inMs);
      const isFirst = found.every(({ rule, seat }) => rule !== run.rule || seat !== run.seat);
      if (run.state.raised !== raised && isFirst) found.push({ seat: run.seat, rule: run.rule, inMs });
    }
    for (let part = 0; part < parts; part++) ahead = step(ahead, (lookMs * speed) / parts);
  }
  return found;
}

/** The rules that may be raised in this moment: whose value is not where an alert clears. */
export function maybeRaised(world: World, watched: readonly Watched[]): Watched[] {
  return watched.filter(({ seat, rule }) => {
    const { clearAfterMs: _, ...impatient } = rule;
    return look({ seat, rule: impatient }, { ...quiet, raised: true }, world, 0).raised;
  });
}

function look({ seat, rule }: Watched, state: RuleState, world: World, atMs: number): RuleState {
  const view = { settings: { address: seat.unit, ...factory }, world, index: seat.index };
  const point = registers[seat.model].find((register) => register.point?.id === rule.point)?.point;
  return point === undefined ? state : evaluate(rule, state, point.value(view), atMs).state;
}
