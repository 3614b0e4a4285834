/** What is known of one rule of one device, and the alert that follows from it: the same in whatever order it was heard. Pure. */
import type { Hops, SensorEvent } from "../../core/alert-event.ts";
import { type AlertState, alertSteps, mostShelvedMs } from "../../core/alert-state.ts";
import type { AlertId, DeviceId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { Value } from "../../core/reading.ts";
import type { Severity } from "../../core/rule.ts";

/** One raise and one clear at the edge, under the id minted there; either may be heard first. */
export type Occurrence = {
  id: AlertId;
  raisedAt: number | null;
  clearedAt: number | null;
  /** Its place among the others: when it began, as far as its gateway's clock can be believed. */
  place?: number;
  value: Value;
  severity: Severity;
  count: number;
  cause?: AlertId;
  affected?: readonly DeviceId[];
  hops?: Hops;
};

/** Somebody has seen the occurrence it names, and so all before it, but none that came after. */
export type Acknowledgement = Mark & { names: AlertId; at: number; by: string };

/** Set aside until a time; `until` null takes it back. */
export type Shelving = Mark & { names: AlertId; at: number; by: string; until: number | null; reason: string };

type Mark = {
  /** The hub's clock when it was heard: nothing that was done is later. */
  receivedAt?: number;
  /** Its place among the others, where its own time cannot be believed. */
  place?: number;
};

export type History = {
  occurrences: readonly Occurrence[];
  /** The earliest of each occurrence. */
  acknowledgements: readonly Acknowledgement[];
  shelvings: readonly Shelving[];
};

/** The alert as its history makes it: the occurrences since the last that somebody has seen. */
export type Present = {
  state: AlertState;
  value: Value;
  severity: Severity;
  /** Event times; `lastRaisedAt` is 0 while only a clear has been heard. */
  raisedAt: number;
  lastRaisedAt: number;
  clearedAt: number | null;
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  count: number;
  shelved: { until: number; by: string; reason: string } | null;
  cause: AlertId | null;
  affected: readonly DeviceId[];
  hops: Hops | null;
  /** Ids of its occurrences, newest last. */
  members: readonly AlertId[];
};

export const noHistory: History = { occurrences: [], acknowledgements: [], shelvings: [] };

/** An alert nobody looks at keeps its newest occurrences: memory stays bounded, its count stops there. */
export const mostKept = 200;

/** So far a gateway's clock may be ahead of the hub's, and its events are still in the order it says. */
const mostAheadMs = 60_000;

/** A repeated event changes nothing: the same history comes back. */
export function learnEvent(history: History, event: SensorEvent, now: number): History {
  const known = history.occurrences.find(({ id }) => id === event.alert);
  const moment = event.kind === "raised" ? known?.raisedAt : known?.clearedAt;
  if (known !== undefined && moment !== null) return history;
  const others = heardBefore(
    history.occurrences.filter((one) => one !== known),
    event.at,
    now,
  );
  const place = Math.min(known?.place ?? Number.POSITIVE_INFINITY, placeFor(event, others, now));
  const occurrences = [...others, { ...merged(known, event), place }].sort(inOrder).slice(-mostKept);
  return { ...history, occurrences };
}

/** What lies after `now` was heard while the hub's clock was ahead: before what is heard now, which it must not hide. */
function heardBefore(others: readonly Occurrence[], at: number, now: number): readonly Occurrence[] {
  if (others.every((one) => placeOf(one) <= now)) return others;
  const last = Math.min(at, now) - 1;
  return others.map((one) => (placeOf(one) > now ? { ...one, place: last } : one));
}

/** Of one occurrence the first to see it counts, by event time. */
export function learnAcknowledgement(history: History, seen: Acknowledgement): History {
  const known = history.acknowledgements.find(({ names }) => names === seen.names);
  if (known !== undefined && !isBefore(seen, known)) return history;
  const others = history.acknowledgements.filter((one) => one !== known);
  return { ...history, acknowledgements: newest([...others, seen]) };
}

/** `quality` says whether the clock that stamped it can be believed. */
export function learnShelving(history: History, shelving: Shelving, quality: number): History {
  const place = placeAfter(shelving, history.shelvings, quality);
  const told = place === null ? shelving : { ...shelving, place };
  const bounded = { ...told, until: told.until && Math.min(told.until, momentOf(told) + mostShelvedMs) };
  const isKnown = history.shelvings.some((one) => keyOf(one) === keyOf(bounded));
  return isKnown ? history : { ...history, shelvings: newest([...history.shelvings, bounded]) };
}

/** `now` decides only whether a shelving is over. Null while nothing of the sensor was heard. */
export function presentOf(history: History, isDrill: boolean, now: number): Present | null {
  const members = membersOf(history, isDrill);
  const last = members.at(-1);
  if (last === undefined) return null;
  const seen = history.acknowledgements.find(({ names }) => names === last.id) ?? null;
  const state = stateOf(members, seen !== null, isDrill);
  const clears = members.flatMap(({ clearedAt }) => clearedAt ?? []);
  const { value, severity, cause = null, affected = [], hops = null } = last;
  return {
    ...{ state, value, severity, cause, affected, hops },
    raisedAt: Math.min(...members.map(startOf)),
    lastRaisedAt: Math.max(0, ...members.map(({ raisedAt }) => raisedAt ?? 0)),
    clearedAt: clears.length === 0 ? null : Math.max(...clears),
    acknowledgedBy: seen?.by ?? null,
    acknowledgedAt: seen?.at ?? null,
    count: members.reduce((sum, { count }) => sum + count, 0),
    shelved: state === "normal" ? null : shelvedNow(history, members, now),
    members: members.map(({ id }) => id),
  };
}

/** What the present alert is made of, and what was said of that; not what was before. */
export function ownHistory(history: History, isDrill: boolean): History {
  const occurrences = membersOf(history, isDrill);
  const own = new Set(occurrences.map(({ id }) => id));
  const isOwn = ({ names }: { names: AlertId }) => own.has(names);
  const { acknowledgements, shelvings } = history;
  return { occurrences, acknowledgements: acknowledgements.filter(isOwn), shelvings: shelvings.filter(isOwn) };
}

/** The newest occurrence at a moment, or null. */
export function occurrenceAt({ occurrences }: History, at: number): AlertId | null {
  return occurrences.filter((one) => placeOf(one) <= at).at(-1)?.id ?? null;
}

/** What was raised since somebody saw the one before; a drill is always a case of its own. */
function membersOf({ occurrences, acknowledgements }: History, isDrill: boolean): readonly Occurrence[] {
  if (isDrill) return occurrences.slice(-1);
  const seen = new Set(acknowledgements.map(({ names }) => names));
  const before = occurrences.slice(0, -1).findLastIndex(({ id }) => seen.has(id));
  return occurrences.slice(before + 1);
}

/** One rule has one occurrence at a time: the next one ends that before, whether its clear was heard or not. */
function stateOf(members: readonly Occurrence[], isSeen: boolean, isDrill: boolean): AlertState {
  let state = "normal" as AlertState;
  const move = (change: "raised" | "cleared" | "acknowledged") => {
    const step = alertSteps[state][change];
    state = step === "refused" ? state : step.to;
  };
  for (const [i, { clearedAt }] of members.entries()) {
    move("raised");
    if (i < members.length - 1 || clearedAt !== null) move("cleared");
  }
  if (isSeen) move("acknowledged");
  // A drill that is over waits for nobody.
  return isDrill && state === "returned" ? "normal" : state;
}

function shelvedNow({ shelvings }: History, members: readonly Occurrence[], now: number): Present["shelved"] {
  const ids = new Set(members.map(({ id }) => id));
  const last = shelvings.findLast(({ names }) => ids.has(names));
  if (last === undefined || last.until === null || last.until <= now) return null;
  return { until: last.until, by: last.by, reason: last.reason };
}

/** What was raised says what it is about; what cleared says how often it flapped, and how a drill went. */
function merged(known: Occurrence | undefined, event: SensorEvent): Occurrence {
  const { alert: id, at, value, severity, count = 1, affected } = event;
  const cause = known?.cause ?? event.cause;
  const hops = event.hops ?? known?.hops;
  const told = {
    ...{ id, value, severity, raisedAt: null, clearedAt: null },
    ...(cause === undefined ? {} : { cause }),
    ...(affected === undefined ? {} : { affected }),
  };
  const rest = { count: Math.max(known?.count ?? 1, count), ...(hops === undefined ? {} : { hops }) };
  if (event.kind === "cleared") return { ...(known ?? told), ...rest, clearedAt: at };
  return { ...told, ...rest, raisedAt: at, clearedAt: known?.clearedAt ?? null };
}

/** A clock that was set back between the two may have stamped the clear before the raise. */
function startOf({ raisedAt, clearedAt }: Occurrence): number {
  return Math.min(raisedAt ?? Number.POSITIVE_INFINITY, clearedAt ?? Number.POSITIVE_INFINITY);
}

/**
 * A clock that is far ahead, or one that nobody has set and that is behind what was heard before, says nothing of when it
 * was: its event comes after all that was heard before it. Whatever is heard later with a time that can be believed comes
 * after that, and is not hidden by it.
 */
function placeFor({ at, quality }: SensorEvent, before: readonly Occurrence[], now: number): number {
  const newestAt = Math.max(0, ...before.map(placeOf));
  const isAhead = at > now + mostAheadMs;
  const isBehind = isEstimated(quality) && at < newestAt;
  return isAhead || isBehind ? Math.min(now, newestAt + 1) : Math.min(at, now);
}

/** The same of what a person did; null where its own time is its place. */
function placeAfter(mark: Mark & { at: number }, before: readonly Shelving[], quality: number): number | null {
  const newestAt = Math.max(0, ...before.map(momentOf));
  if (!isEstimated(quality) || momentOf(mark) >= newestAt) return null;
  return Math.min(mark.receivedAt ?? newestAt, newestAt) + 1;
}

function isEstimated(bits: number): boolean {
  return (bits & quality.estimated) !== 0;
}

function placeOf(one: Occurrence): number {
  return one.place ?? startOf(one);
}

function inOrder(one: Occurrence, other: Occurrence): number {
  return placeOf(one) - placeOf(other) || startOf(one) - startOf(other) || (one.id < other.id ? -1 : 1);
}

function isBefore(one: Acknowledgement, other: Acknowledgement): boolean {
  const [at, otherAt] = [momentOf(one), momentOf(other)];
  return at === otherAt ? one.by < other.by : at < otherAt;
}

function momentOf({ at, receivedAt = at, place = Math.min(at, receivedAt) }: Mark & { at: number }): number {
  return place;
}

/** Oldest first. */
function newest<One extends Mark & { names: string; at: number; by: string }>(marks: readonly One[]): One[] {
  const inTurn = (one: One, other: One) => momentOf(one) - momentOf(other) || one.at - other.at;
  return marks.toSorted((one, other) => inTurn(one, other) || (keyOf(one) < keyOf(other) ? -1 : 1)).slice(-mostKept);
}

/** The same mark heard again is the same, whenever that was; how long it lasts may be bounded by then. */
function keyOf({ receivedAt: _heard, place: _place, until = null, ...mark }: Mark & { until?: number | null }): string {
  return JSON.stringify(Object.entries({ ...mark, isBack: until === null }).sort());
}
