/** Runs one rule of a device whose gateway is a platform, in event time: `(row, reading, now) → row + events`. Pure. */
import { createHash } from "node:crypto";
import type { SensorEvent } from "../../../core/alert-event.ts";
import { beginning, dueAt, elapse, evaluate, quiet, type RuleStep } from "../../../core/evaluate.ts";
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

/** A reading came. One that is older than the last can only tell of what is over. */
export function hear(row: RuleStateRow, rule: Rule, reading: Reading, everyMs: number, ids: Ids): Stepped {
  const { heardAt } = row.state;
  if (heardAt !== null && reading.at < heardAt && !("silentIntervals" in rule.when))
    return hearLate(row, rule, reading, ids);
  return settle(row, rule, evaluate(rule, row.state, reading.value, reading.at), reading, everyMs, ids);
}

/** Time passed, in the hub's clock. */
export function passTime(row: RuleStateRow, rule: Rule, now: number, everyMs: number, ids: Ids): Stepped {
  const last = { at: row.due ?? now, value: row.open?.value ?? "", quality: 0 };
  return settle(row, rule, elapse(rule, row.state, now, everyMs), last, everyMs, ids);
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
