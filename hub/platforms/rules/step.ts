/** Runs one rule of a device whose gateway is a platform, in event time: `(row, reading, now) → row + events`. Pure. */
import { createHash } from "node:crypto";
import type { SensorEvent } from "../../../core/alert-event.ts";
import { beginning, dueAt, elapse, evaluate, quiet, type RuleState, type RuleStep } from "../../../core/evaluate.ts";
import type { AlertId, DeviceId, GatewayId, TicketId } from "../../../core/id.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Rule } from "../../../core/rule.ts";
import type { RuleStateRow } from "../../store/rule-states.ts";

/** `mint` makes an id that is new. */
export type Ids = { mint(at: number): string };
export type Stepped = { row: RuleStateRow; events: SensorEvent[] };

/** The rule as it stands in the store, or as it begins; a rule that was changed begins anew, what it raised stays raised. */
export function rowFor(
  before: RuleStateRow | null,
  about: { gateway: GatewayId; device: DeviceId },
  rule: Rule,
  now: number,
): RuleStateRow {
  const by = textOf(rule);
  if (before === null) return { ...about, rule: rule.id, state: beginning(rule, now), by, open: null, due: null };
  if (before.by === by) return before;
  const state = { ...beginning(rule, now), raised: before.state.raised, count: before.state.count };
  return { ...before, state, by };
}

const texts = new WeakMap<Rule, string>();

/** Which rule it was by: rules of a model are the same objects for all its devices. */
function textOf(rule: Rule): string {
  const known = texts.get(rule) ?? createHash("sha256").update(JSON.stringify(rule)).digest("base64url").slice(0, 22);
  texts.set(rule, known);
  return known;
}

/**
 * A reading came, by the hub's clock at `now`. One that is older than the last can only tell of what is over; but a last
 * one that is later than `now` was heard while the hub's clock was ahead, and hides nothing.
 */
export function hear(row: RuleStateRow, rule: Rule, reading: Reading, everyMs: number, ids: Ids, now: number): Stepped {
  const { heardAt } = row.state;
  const isAhead = heardAt !== null && heardAt > now;
  if (!isAhead && heardAt !== null && reading.at < heardAt && !("silentIntervals" in rule.when))
    return hearLate(row, rule, reading, ids);
  const state = isAhead ? notAfter(row.state, reading.at) : row.state;
  return settle(row, rule, evaluate(rule, state, reading.value, reading.at), reading, everyMs, ids);
}

/** Time passed, in the hub's clock. What is later than that was heard while it was ahead: from here it counts. */
export function passTime(row: RuleStateRow, rule: Rule, now: number, everyMs: number, ids: Ids): Stepped {
  const last = { at: Math.min(row.due ?? now, now), value: row.open?.value ?? "", quality: 0 };
  return settle(row, rule, elapse(rule, notAfter(row.state, now), now, everyMs), last, everyMs, ids);
}

function notAfter(state: RuleState, now: number): RuleState {
  const held = (at: number) => Math.min(at, now);
  return {
    ...{
      ...state,
      raises: state.raises.map(held),
      slices: state.slices.map((slice) => ({ ...slice, at: held(slice.at) })),
    },
    heardAt: state.heardAt === null ? null : held(state.heardAt),
    since: state.since === null ? null : held(state.since),
  };
}

/** An alarm that was overtaken by its own end happened all the same: it is told, and told to be over. */
function hearLate(row: RuleStateRow, rule: Rule, reading: Reading, ids: Ids): Stepped {
  const alone = evaluate({ ...rule, raiseAfterMs: 0 }, quiet, reading.value, reading.at);
  if (row.state.raised || rule.raiseAfterMs || rule.votes || alone.change !== "raised") return { row, events: [] };
  const raised = raise(row, rule, reading, alone.state.count, ids);
  return { row, events: [raised, { ...raised, kind: "cleared", at: row.state.heardAt ?? reading.at }] };
}

type Moment = Pick<Reading, "at" | "value" | "quality">;

function settle(
  row: RuleStateRow,
  rule: Rule,
  { state, change }: RuleStep,
  moment: Moment,
  everyMs: number,
  ids: Ids,
): Stepped {
  const due = dueAt(rule, state, everyMs);
  if (change === null) return { row: { ...row, state, due }, events: [] };
  if (change === "raised") {
    const open = raise(row, rule, moment, state.count, ids);
    return { row: { ...row, state, due, open }, events: [open] };
  }
  const { at, quality } = moment;
  const value = moment.value === "" ? (row.open?.value ?? "") : moment.value;
  const events = row.open === null ? [] : [{ ...row.open, kind: "cleared" as const, at, quality, value }];
  return { row: { ...row, state, due, open: null }, events };
}

function raise({ device }: RuleStateRow, rule: Rule, moment: Moment, count: number, ids: Ids): SensorEvent {
  const { id, point, severity } = rule;
  const { at, value, quality } = moment;
  const [alert, ticket] = [ids.mint(at) as AlertId, ids.mint(at) as TicketId];
  const event: SensorEvent = { kind: "raised", alert, ticket, device, rule: id, point, severity, at, quality, value };
  return count > 1 ? { ...event, count } : event;
}
