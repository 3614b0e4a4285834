/** The life of an alert as a table of transitions: `(alert, event, now) → alert + effects`, its states from ISA-18.2. */
import type { AlertEvent } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Severity } from "../../core/rule.ts";

/** [ISA-18.2, alarm state transition diagram] Unacknowledged, acknowledged, returned to normal unacknowledged, normal. */
export const alertStates = ["unacknowledged", "acknowledged", "returned", "normal"] as const;
export type AlertState = (typeof alertStates)[number];

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
  /** How often it was raised while open. */
  count: number;
  ticket: TicketId;
};

/** What the ticket has to hear. */
export type AlertEffect = "report" | "relapse" | "clear";

export type AlertChange = "raised" | "cleared" | "acknowledged";

type Step = { to: AlertState; effects: readonly AlertEffect[] } | "refused";

const stay = (to: AlertState): Step => ({ to, effects: [] });

/** Every state × change. A raise in an open state counts up; the return is over once somebody has acknowledged it. */
export const alertSteps: Record<AlertState, Record<AlertChange, Step>> = {
  unacknowledged: {
    raised: stay("unacknowledged"),
    cleared: { to: "returned", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
  },
  acknowledged: {
    raised: stay("acknowledged"),
    cleared: { to: "normal", effects: ["clear"] },
    acknowledged: stay("acknowledged"),
  },
  returned: {
    raised: { to: "unacknowledged", effects: ["relapse"] },
    cleared: stay("returned"),
    acknowledged: stay("normal"),
  },
  normal: {
    raised: stay("normal"),
    cleared: stay("normal"),
    acknowledged: "refused",
  },
};

export type AlertOutcome = { alert: Alert; episode: Episode; effects: readonly AlertEffect[] };

/** The sensor is past its limit, whoever has seen it. */
export function isInAlarm(alert: Pick<Alert, "state">): boolean {
  return alert.state === "unacknowledged" || alert.state === "acknowledged";
}

/**
 * An event of the edge came. `alert` is the one its episode belongs to, else the open one of the same device and rule,
 * else null. The order in which the two events of one episode arrive makes no difference; a repeated event changes nothing.
 */
export function applyEvent(
  alert: Alert | null,
  known: Episode | null,
  gateway: GatewayId,
  event: AlertEvent,
  now: number,
): AlertOutcome {
  const before = known ?? { id: event.alert, raisedAt: null, clearedAt: null };
  const episode = event.kind === "raised" ? { ...before, raisedAt: event.at } : { ...before, clearedAt: event.at };
  if (alert === null) return open(gateway, event, episode, now);
  if (isRepeat(known, event)) return { alert, episode: before, effects: [] };
  const counted = known === null ? { ...alert, count: alert.count + 1 } : alert;
  const timed = event.kind === "raised" ? raiseTimes(counted, event) : clearTimes(counted, event);
  if (isOvertaken(alert, known, event)) return { alert: timed, episode, effects: [] };
  return { episode, ...change(timed, event.kind, now) };
}

/** An operator has seen it. Throws `ALERT_NOT_OPEN`. */
export function acknowledge(alert: Alert, actor: string, now: number): Alert {
  const { alert: moved } = change(alert, "acknowledged", now);
  return moved === alert ? alert : { ...moved, acknowledgedBy: actor };
}

function change(alert: Alert, kind: AlertChange, now: number): { alert: Alert; effects: readonly AlertEffect[] } {
  const step = alertSteps[alert.state][kind];
  if (step === "refused") throw new Fault("ALERT_NOT_OPEN", `alert ${alert.id} is ${alert.state}`);
  if (step.to === alert.state) return { alert, effects: step.effects };
  const acknowledgedBy = step.to === "unacknowledged" ? null : alert.acknowledgedBy;
  return { alert: { ...alert, state: step.to, acknowledgedBy, changedAt: now }, effects: step.effects };
}

function open(gateway: GatewayId, event: AlertEvent, episode: Episode, now: number): AlertOutcome {
  const raised = event.kind === "raised";
  const alert: Alert = {
    id: event.alert,
    gateway,
    device: event.device,
    rule: event.rule,
    point: event.point,
    severity: event.severity,
    value: event.value,
    state: raised ? "unacknowledged" : "returned",
    raisedAt: event.at,
    lastRaisedAt: raised ? event.at : 0,
    clearedAt: raised ? null : event.at,
    receivedAt: now,
    changedAt: now,
    acknowledgedBy: null,
    count: 1,
    ticket: event.ticket,
  };
  return { alert, episode, effects: raised ? ["report"] : ["report", "clear"] };
}

function isRepeat(known: Episode | null, event: AlertEvent): boolean {
  return known !== null && (event.kind === "raised" ? known.raisedAt : known.clearedAt) !== null;
}

/** The other end of this episode, or a newer episode, has spoken already; on a tie the alarm stands. */
function isOvertaken(alert: Alert, known: Episode | null, event: AlertEvent): boolean {
  if (event.kind === "raised") return known !== null || (alert.clearedAt !== null && alert.clearedAt > event.at);
  const isNewest = known !== null && known.raisedAt === alert.lastRaisedAt;
  return !isNewest && alert.lastRaisedAt >= event.at;
}

function raiseTimes(alert: Alert, event: AlertEvent): Alert {
  const raisedAt = Math.min(alert.raisedAt, event.at);
  if (event.at < alert.lastRaisedAt) return { ...alert, raisedAt };
  return { ...alert, raisedAt, lastRaisedAt: event.at, value: event.value };
}

function clearTimes(alert: Alert, event: AlertEvent): Alert {
  return { ...alert, clearedAt: Math.max(alert.clearedAt ?? 0, event.at) };
}
