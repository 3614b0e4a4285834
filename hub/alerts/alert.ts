/** The life of an alert as a table of transitions: `(alert, event, now) → alert + effects`, its states from ISA-18.2. */
import type { Hops, SensorEvent } from "../../core/alert-event.ts";
import { type AlertChange, type AlertEffect, type AlertState, alertSteps } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Severity } from "../../core/rule.ts";

/** One raise and one clear at the edge, under the id minted there; either may arrive first. */
export type Episode = { id: AlertId; raisedAt: number | null; clearedAt: number | null };

/** All episodes of one rule of one device from the first raise until somebody has seen the return. */
export type Alert = {
  id: AlertId;
  gateway: GatewayId;
  device: DeviceId;
  rule: RuleId;
  point: PointId;
  severity: Severity;
  value: Value;
  state: AlertState;
  /** Event times; the last raise is 0 while only a clear has arrived. */
  raisedAt: number;
  lastRaisedAt: number;
  clearedAt: number | null;
  /** The hub's clock. */
  receivedAt: number;
  changedAt: number;
  acknowledgedBy: string | null;
  /** Event time of the acknowledgement. */
  acknowledgedAt: number | null;
  /** How often it was raised while open. */
  count: number;
  ticket: TicketId;
  /** An exercise or a technician's test: nobody is dispatched. */
  drill: boolean;
  /** How long a drill took at the gateway from step to step; null until it is over. */
  hops: Hops | null;
};

export type AlertOutcome = { alert: Alert; episode: Episode; effects: readonly AlertEffect[] };

/**
 * An event of the edge came. `alert` is the one its episode belongs to, else the open one of the same device and rule,
 * else null. The order in which the two events of one episode arrive makes no difference; a repeated event changes nothing.
 */
export function applyEvent(
  alert: Alert | null,
  known: Episode | null,
  gateway: GatewayId,
  event: SensorEvent,
  now: number,
): AlertOutcome {
  const before = known ?? { id: event.alert, raisedAt: null, clearedAt: null };
  const episode = event.kind === "raised" ? { ...before, raisedAt: event.at } : { ...before, clearedAt: event.at };
  if (alert === null) return open(gateway, event, episode, now);
  if (isRepeat(known, event)) return { alert, episode: before, effects: [] };
  const counted = countOf(alert, known, event);
  const timed = event.kind === "raised" ? raiseTimes(counted, event) : clearTimes(counted, event);
  if (isOvertaken(alert, known, event)) return { alert: timed, episode, effects: [] };
  return { episode, ...change(timed, event.kind, now) };
}

/** Somebody has seen it, at `at` (event time). Throws `ALERT_NOT_OPEN`. The first to see it is the one who is named. */
export function acknowledge(alert: Alert, actor: string, at: number, now: number): Alert {
  const { alert: moved } = change(alert, "acknowledged", now);
  const isFirst = alert.acknowledgedAt === null || at < alert.acknowledgedAt;
  return isFirst ? { ...moved, acknowledgedBy: actor, acknowledgedAt: at, changedAt: now } : moved;
}

/** The same from the edge, where it may be heard late: it never covers a raise that came after it. */
export function acknowledgeLate(alert: Alert, actor: string, at: number, now: number): Alert {
  return alert.state === "normal" || at < alert.lastRaisedAt ? alert : acknowledge(alert, actor, at, now);
}

function change(alert: Alert, kind: AlertChange, now: number): { alert: Alert; effects: readonly AlertEffect[] } {
  const step = alertSteps[alert.state][kind];
  if (step === "refused") throw new Fault("ALERT_NOT_OPEN", `alert ${alert.id} is ${alert.state}`);
  if (step.to === alert.state) return { alert, effects: step.effects };
  const fresh = step.to === "unacknowledged" ? { acknowledgedBy: null, acknowledgedAt: null } : {};
  return { alert: { ...alert, ...fresh, state: settled(step.to, alert.drill), changedAt: now }, effects: step.effects };
}

/** A drill that is over waits for nobody. */
function settled(state: AlertState, isDrill: boolean): AlertState {
  return isDrill && state === "returned" ? "normal" : state;
}

function open(gateway: GatewayId, event: SensorEvent, episode: Episode, now: number): AlertOutcome {
  const raised = event.kind === "raised";
  const alert: Alert = {
    id: event.alert,
    gateway,
    device: event.device,
    rule: event.rule,
    point: event.point,
    severity: event.severity,
    value: event.value,
    state: raised ? "unacknowledged" : settled("returned", event.drill ?? false),
    raisedAt: event.at,
    lastRaisedAt: raised ? event.at : 0,
    clearedAt: raised ? null : event.at,
    receivedAt: now,
    changedAt: now,
    acknowledgedBy: null,
    acknowledgedAt: null,
    count: event.count ?? 1,
    ticket: event.ticket,
    drill: event.drill ?? false,
    hops: event.hops ?? null,
  };
  return { alert, episode, effects: raised ? ["report"] : ["report", "clear"] };
}

/** An episode that flapped tells how often; others count one each. */
function countOf(alert: Alert, known: Episode | null, { count = 1 }: SensorEvent): Alert {
  if (known === null) return { ...alert, count: alert.count + 1 };
  return count > alert.count ? { ...alert, count } : alert;
}

function isRepeat(known: Episode | null, event: SensorEvent): boolean {
  return known !== null && (event.kind === "raised" ? known.raisedAt : known.clearedAt) !== null;
}

/** The other end of this episode, or a newer episode, has spoken already; on a tie the alarm stands. */
function isOvertaken(alert: Alert, known: Episode | null, event: SensorEvent): boolean {
  if (event.kind === "raised") return known !== null || (alert.clearedAt !== null && alert.clearedAt > event.at);
  const isNewest = known !== null && known.raisedAt === alert.lastRaisedAt;
  return !isNewest && alert.lastRaisedAt >= event.at;
}

function raiseTimes(alert: Alert, event: SensorEvent): Alert {
  const raisedAt = Math.min(alert.raisedAt, event.at);
  if (event.at < alert.lastRaisedAt) return { ...alert, raisedAt };
  return { ...alert, raisedAt, lastRaisedAt: event.at, value: event.value };
}

function clearTimes(alert: Alert, event: SensorEvent): Alert {
  return { ...alert, clearedAt: Math.max(alert.clearedAt ?? 0, event.at), hops: event.hops ?? alert.hops };
}
