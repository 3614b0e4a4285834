/** An alert: what its history makes of one rule of one device. `(alert, event, now) → alert + effects`, its states from ISA-18.2. */
import type { Hops, SensorEvent } from "../../core/alert-event.ts";
import { type AlertChange, type AlertEffect, type AlertState, alertSteps, isInAlarm } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { Value } from "../../core/reading.ts";
import type { Severity } from "../../core/rule.ts";
import {
  type History,
  learnAcknowledgement,
  learnEvent,
  learnShelving,
  noHistory,
  occurrenceAt,
  ownHistory,
  type Present,
  presentOf,
} from "./history.ts";

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
  /** Set aside by a person; null when nobody did, or its time has passed. */
  shelved: Present["shelved"];
  /** The episode that explains this one; it is suppressed while that stands. */
  cause: AlertId | null;
  /** Devices that are unknown because of it. */
  affected: readonly DeviceId[];
  /** What was heard of its rule, of the alerts before it too: what is late finds its place there. */
  history: History;
};

export type AlertOutcome = { alert: Alert; episode: Episode; effects: readonly AlertEffect[] };

/**
 * An event of the edge came. `newest` is the newest alert of its device and rule, over or not, or null; `known` what was
 * heard of its episode. The order in which events are heard makes no difference; a repeated event changes nothing.
 */
export function applyEvent(
  newest: Alert | null,
  known: Episode | null,
  gateway: GatewayId,
  event: SensorEvent,
  now: number,
): AlertOutcome {
  const before = known ?? { id: event.alert, raisedAt: null, clearedAt: null };
  const episode =
    event.kind === "raised"
      ? { ...before, raisedAt: before.raisedAt ?? event.at }
      : { ...before, clearedAt: before.clearedAt ?? event.at };
  const history = learnEvent(newest?.history ?? noHistory, event, now);
  if (newest !== null && history === newest.history) return { alert: newest, episode, effects: [] };
  const present = presentOf(history, event.drill ?? false, now) as Present;
  if (newest === null || isAnother(newest, known, present)) return { episode, ...born(gateway, event, history, now) };
  const alert = settled(newest, history, now);
  return { alert, episode, effects: effectsOf(newest.state, alert.state) };
}

/** Somebody has seen it, at `at` (event time). Throws `ALERT_NOT_OPEN`. The first to see it is the one who is named. */
export function acknowledge(alert: Alert, actor: string, at: number, now: number): Alert {
  holdOpen(alert, "acknowledged");
  return acknowledgeLate(alert, actor, at, now, newestOf(alert));
}

/**
 * The same from the edge, where it may be heard late: it covers the episode it names, and no raise that came after that.
 * Without a name it is the newest raised by then, unless the same act was heard with one.
 */
export function acknowledgeLate(alert: Alert, actor: string, at: number, now: number, named?: AlertId): Alert {
  const names = named ?? nameOf(alert.history, actor, at);
  return names === null
    ? alert
    : withHistory(alert, learnAcknowledgement(alert.history, { names, at, by: actor, receivedAt: now }), now);
}

function nameOf(history: History, actor: string, at: number): AlertId | null {
  const isKnown = history.acknowledgements.some((seen) => seen.at === at && seen.by === actor);
  return isKnown ? null : occurrenceAt(history, at);
}

export type ShelvingWish = { by: string; at: number; quality?: number; until: number | null; reason: string };

/**
 * Sets the alert aside until a time, at most a week, or takes that back (`until` null). Who does it here knows what was
 * said before, so it comes after that by every clock. Throws `ALERT_NOT_OPEN`.
 */
export function shelve(alert: Alert, wish: ShelvingWish, now: number): Alert {
  holdOpen(alert, wish.until === null ? "unshelved" : "shelved");
  const {
    at: saidAt = 0,
    receivedAt = saidAt,
    place = Math.min(saidAt, receivedAt),
  } = alert.history.shelvings.at(-1) ?? {};
  const at = Math.max(wish.at, place + 1);
  const mark = { ...wish, names: newestOf(alert), at, receivedAt: Math.max(now, at) };
  return withHistory(alert, learnShelving(alert.history, mark, quality.good), now);
}

/** The same from the edge: the newest by event time counts, whenever it was heard. */
export function shelveLate(alert: Alert, said: ShelvingWish, now: number, names: AlertId): Alert {
  const { quality: trust = quality.good, ...wish } = said;
  return withHistory(alert, learnShelving(alert.history, { names, ...wish, receivedAt: now }, trust), now);
}

/** It came out what is behind an occurrence of it. */
export function explain(alert: Alert, cause: AlertId, now: number, names: AlertId): Alert {
  const { occurrences } = alert.history;
  if (!occurrences.some((one) => one.id === names && one.cause !== cause)) return alert;
  const told = occurrences.map((one) => (one.id === names ? { ...one, cause } : one));
  return settled(alert, { ...alert.history, occurrences: told }, now);
}

/** The next alert of its rule is born and has the whole history: this one keeps what it is made of. */
export function retire(alert: Alert): Alert {
  return { ...alert, history: ownHistory(alert.history, alert.drill) };
}

/** Time has passed: a shelving may be over. */
export function passTime(alert: Alert, now: number): Alert {
  return settled(alert, alert.history, now);
}

function holdOpen(alert: Alert, change: AlertChange): void {
  if (alertSteps[alert.state][change] === "refused")
    throw new Fault("ALERT_NOT_OPEN", `alert ${alert.id} is ${alert.state}`);
}

function newestOf(alert: Alert): AlertId {
  return alert.history.occurrences.at(-1)?.id ?? alert.id;
}

function withHistory(alert: Alert, history: History, now: number): Alert {
  return history === alert.history ? alert : settled(alert, history, now);
}

/** What was over stays over: an occurrence that belongs to nothing of it is another alert. */
function isAnother({ state, history, drill }: Alert, known: Episode | null, after: Present): boolean {
  if (state !== "normal" || known !== null) return false;
  const before = presentOf(history, drill, 0)?.members ?? [];
  return !after.members.some((id) => before.includes(id));
}

function born(
  gateway: GatewayId,
  event: SensorEvent,
  history: History,
  now: number,
): { alert: Alert; effects: readonly AlertEffect[] } {
  const { alert: id, device, rule, point, ticket, drill = false } = event;
  const { members: _members, ...present } = presentOf(history, drill, now) as Present;
  const times = { receivedAt: now, changedAt: now };
  const alert = { id, gateway, device, rule, point, ticket, drill, history, ...times, ...present };
  return { alert, effects: isInAlarm(alert) ? ["report"] : ["report", "clear"] };
}

function settled(alert: Alert, history: History, now: number): Alert {
  const { members: _members, ...present } = presentOf(history, alert.drill, now) as Present;
  const isMoved = present.state !== alert.state || present.acknowledgedBy !== alert.acknowledgedBy;
  const isShelved = present.shelved?.until !== alert.shelved?.until;
  return { ...alert, ...present, history, changedAt: isMoved || isShelved ? now : alert.changedAt };
}

/** What the ticket hears, however many changes of the table lie between the two. */
function effectsOf(before: AlertState, after: AlertState): readonly AlertEffect[] {
  const [was, is] = [isInAlarm({ state: before }), isInAlarm({ state: after })];
  if (was && !is) return ["clear"];
  const isAnew = is && (!was || (before === "acknowledged" && after === "unacknowledged"));
  return isAnew ? ["relapse"] : [];
}
