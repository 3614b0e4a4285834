/** The life of a ticket: `(ticket, event, now) → ticket + story entry`, over the table of `moves.ts`. Closed is not cleared. */
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";
import type { Condition } from "../rulebook/conditions.ts";
import type { Attachment } from "./attachment.ts";
import type { Calendar } from "./clock/calendar.ts";
import type { Limit } from "./clock/limit.ts";
import {
  extendClock,
  limitClock,
  pauseClock,
  type RunningClock,
  resumeClock,
  startClock,
} from "./clock/running-clock.ts";
import type { Handling } from "./condition.ts";
import { meetNeeds } from "./demands.ts";
import { isOver, reopened, type Standing, type TicketMove, type TicketState, targetOf, ticketTable } from "./moves.ts";
import type { Position } from "./position.ts";
import { sourceOf, type TicketSource } from "./source.ts";

/** What its class asks for, as it was when the case began: a new table changes no case that runs. */
export type Policy = {
  reviews: 1 | 2;
  preVerify: boolean;
  postCheck: boolean;
  reopenWithinH: number;
  extensions: number;
};

/** What the alert tells its ticket. */
export type AlertMove = "relapse" | "clear";

/** What somebody did about the case, or the clock says; the ticket stays where it is. */
export const storyNotes = ["acknowledge", "note", "photo", "shelve", "unshelve", "warn"] as const;
export type StoryNote = (typeof storyNotes)[number];

export type Ticket = {
  id: TicketId;
  source: TicketSource;
  /** The alert it is about, the newest when several came to one case; null where no sensor saw it. */
  alert: AlertId | null;
  gateway: GatewayId | null;
  device: DeviceId | null;
  rule: RuleId | null;
  /** What it is called where no rule says so. */
  title: Bilingual | null;
  /** Where, where no device says so. */
  place: string;
  severity: Severity;
  /** A class of the rulebook, `local:fire`. */
  class: string;
  area: string | null;
  state: TicketState;
  openedAt: number;
  changedAt: number;
  closedAt: number | null;
  /** The unit that has it, and who of it, in words. */
  unit: string | null;
  assignee: string | null;
  /** 1 committee, 2 street, 3 district: how high it has been raised. */
  tier: number;
  clock: RunningClock | null;
  /** When its time is over; null where none runs. */
  dueAt: number | null;
  /** When the clock, or the end of a suspension, has to be looked at next. */
  wakeAt: number | null;
  warned: "none" | "yellow" | "red" | "overdue";
  policy: Policy;
  verified: boolean;
  checked: boolean;
  /** Who handed in the result that is looked at. */
  handledBy?: string;
  firstReviewer: string | null;
  extensions: number;
  supervised: boolean;
  suspendedFrom: TicketState | null;
  mergedInto: TicketId | null;
  /** The row of its class that somebody chose for it. */
  condition?: Condition;
  /** A drill's ticket shows the way and closes itself; nobody can be sent. */
  drill: boolean;
};

/** One line of a ticket's story; stories only grow. */
export type StoryEntry = {
  /** Event time: stories are told in this order, whenever each line was heard. */
  at: number;
  actor: string;
  move: TicketMove | AlertMove | StoryNote | "report";
  from: TicketState | null;
  to: TicketState;
  reason: string | null;
  assignee: string | null;
  unit?: string;
  /** Why this one was chosen. */
  why?: Bilingual;
  /** The time limit that runs from here. */
  due?: number;
  /** What it is called where it was done; a line of this name is written once. */
  event?: EventId;
  /** Hash of a photo. */
  photo?: string;
  /** What who made the move brought to it. */
  attachments?: readonly Attachment[];
  /** Where who did it stood. */
  position?: Position;
  /** The row of its class by which it is handled from here on, and who or what chose it. */
  condition?: { name: Bilingual; why: Bilingual };
};

export type TicketEvent = {
  move: TicketMove;
  actor: string;
  reason?: string | undefined;
  assignee?: string | undefined;
  unit?: string | undefined;
  /** More time, in the limit's own kind. */
  amount?: number | undefined;
  /** A suspension's end, ms since 1970. */
  until?: number | undefined;
  /** The case that this one is part of. */
  into?: TicketId | undefined;
  why?: Bilingual | undefined;
  event?: EventId | undefined;
  attachments?: readonly Attachment[] | undefined;
  position?: Position | undefined;
  /** The level of the unit that is sent. */
  tier?: number | undefined;
  /** How long who is sent has. */
  limit?: Limit | undefined;
  /** What the case is, and so how long its limit. */
  handling?: Handling | null | undefined;
  /** The places and names of sensors that are still in alarm, or null. */
  stillInAlarm: string | null;
};

export type TicketOutcome = { ticket: Ticket; entry: StoryEntry };

export function standingOf({ state, policy, suspendedFrom, checked }: Ticket): Standing {
  return { state, reviews: policy.reviews, suspendedFrom, isUnchecked: policy.postCheck && !checked };
}

/**
 * A person's or a rule's move. Throws `MOVE_NOT_ALLOWED`, `REASON_REQUIRED`, or `INPUT_INVALID` naming what lacks.
 * The calendar is asked only where a clock is stopped.
 */
export function moveTicket(ticket: Ticket, event: TicketEvent, now: number, calendar: Calendar): TicketOutcome {
  if (ticket.drill) throw new Fault("MOVE_NOT_ALLOWED", `ticket ${ticket.id} is a drill's: it closes itself`);
  const to = targetOf(event.move, standingOf(ticket));
  if (to === null)
    throw new Fault("MOVE_NOT_ALLOWED", `"${event.move}" is not possible: ticket ${ticket.id} is ${ticket.state}`);
  const said = { ...event, reason: event.reason?.trim() || undefined, assignee: event.assignee?.trim() || undefined };
  meetNeeds(ticketTable[event.move].needs, ticket, said, now);
  const moved = { ...ticket, ...changesOf(ticket, said, to, now, calendar), state: to, changedAt: now };
  const entry: StoryEntry = {
    ...{ at: now, actor: event.actor, move: event.move, from: ticket.state, to },
    ...{ reason: said.reason ?? null, assignee: said.assignee ?? moved.assignee },
    ...(said.unit === undefined ? {} : { unit: said.unit }),
    ...(said.why === undefined ? {} : { why: said.why }),
    ...(said.event === undefined ? {} : { event: said.event }),
    ...(said.handling == null ? {} : { condition: { name: said.handling.name, why: said.handling.why } }),
    ...(said.attachments === undefined || said.attachments.length === 0 ? {} : { attachments: said.attachments }),
    ...(said.position === undefined ? {} : { position: said.position }),
  };
  return { ticket: moved, entry };
}

type Change = (ticket: Ticket, event: TicketEvent, now: number, calendar: Calendar) => Partial<Ticket>;

const send: Change = ({ tier: before }, { assignee = null, unit = null, tier = before }) => ({ assignee, unit, tier });

/** A case that was returned and is sent again has its whole time again. */
const dispatch: Change = (ticket, event, now, calendar) => ({
  ...send(ticket, event, now, calendar),
  clock: event.limit === undefined ? null : startClock(event.limit, now),
  warned: "none",
});

/** Without its year's holidays nobody can say how much has passed: the clock is left as it is, and counts on when the table is there. */
function rested({ clock }: Ticket, now: number, calendar: Calendar): RunningClock | null {
  try {
    return clock === null ? null : pauseClock(clock, now, calendar);
  } catch (error) {
    if (error instanceof Fault && error.code === "CALENDAR_MISSING") return clock;
    throw error;
  }
}

/** What a move changes besides the state; moves that are not here change nothing else. */
const changes: Partial<Record<TicketMove, Change>> = {
  verify: (_ticket, { assignee = null }) => ({ assignee }),
  verified: () => ({ verified: true, assignee: null }),
  dispatch,
  transfer: send,
  accept: ({ clock, warned }, { handling }) =>
    clock === null || handling == null ? { warned } : { warned: "none", clock: limitClock(clock, handling.limit) },
  checked: () => ({ checked: true }),
  review: (_ticket, { actor }) => ({ firstReviewer: actor }),
  submit: (ticket, { actor }, now, calendar) => ({
    ...{ handledBy: actor, firstReviewer: null, checked: false },
    clock: rested(ticket, now, calendar),
  }),
  conclude: (ticket, _event, now, calendar) => ({ clock: rested(ticket, now, calendar) }),
  return: (ticket, _event, now) => ({ clock: ticket.clock === null ? null : resumeClock(ticket.clock, now) }),
  extend: (ticket, { amount = 0 }) => ({
    extensions: ticket.extensions + 1,
    warned: "none",
    clock: ticket.clock === null ? null : extendClock(ticket.clock, amount),
  }),
  suspend: (ticket, { until = null }, now, calendar) => ({
    suspendedFrom: ticket.state,
    wakeAt: until,
    clock: rested(ticket, now, calendar),
  }),
  resume: (ticket, _event, now) => ({
    ...{ suspendedFrom: null, wakeAt: null },
    clock: ticket.clock === null ? null : resumeClock(ticket.clock, now),
  }),
  escalate: ({ tier }) => ({ tier: tier + 1 }),
  supervise: () => ({ supervised: true }),
  merge: (_ticket, { into = null }) => ({ mergedInto: into }),
};

function changesOf(
  ticket: Ticket,
  event: TicketEvent,
  to: TicketState,
  now: number,
  calendar: Calendar,
): Partial<Ticket> {
  const own = changes[event.move]?.(ticket, event, now, calendar) ?? {};
  const firstReviewer = event.move === "conclude" && to === "reviewed" ? { firstReviewer: event.actor } : {};
  return { ...own, ...firstReviewer, ...chosenIn(event), ...stateChanges(ticket, to, now) };
}

function chosenIn({ handling }: TicketEvent): Partial<Ticket> {
  if (handling?.by !== "chosen") return {};
  const { id, name, limit } = handling;
  return { condition: { id, name, limit } };
}

/** A look on the spot that takes longer is asked after. */
const longestLookMs = 4 * 3_600_000;

/** A case that is closed is fed back and archived; nobody waits for the result of a drill. */
function goesOn({ drill }: Ticket, to: TicketState): boolean {
  return !drill && (to === "closed" || to === "fedback");
}

/** What arriving in a state means whatever led there. */
function stateChanges(ticket: Ticket, to: TicketState, now: number): Partial<Ticket> {
  if (to === ticket.state) return {};
  if (to === "verifying") return { wakeAt: now + longestLookMs };
  if (isOver(to)) return { closedAt: ticket.closedAt ?? now, clock: null, wakeAt: goesOn(ticket, to) ? now : null };
  if (to === "registered" && ticket.suspendedFrom === null)
    return { unit: null, assignee: null, clock: null, wakeAt: now, closedAt: null, warned: "none" };
  return {};
}

/** The alert behind the ticket came back or cleared at `at` (event time). */
export function hearAlert(ticket: Ticket, move: AlertMove, at: number, now: number): TicketOutcome {
  const to = nextOf(ticket, move);
  const moved =
    to === ticket.state
      ? ticket
      : { ...ticket, ...stateChanges(ticket, to, now), ...again(ticket, to, now), state: to, changedAt: now };
  const entry = { at, actor: sourceOf(ticket), move, from: ticket.state, to, reason: null, assignee: moved.assignee };
  return { ticket: moved, entry };
}

/** A case that is opened again is sent and looked at anew; a result that the sensor disproves is none, and its time runs on. */
function again({ clock }: Ticket, to: TicketState, now: number): Partial<Ticket> {
  if (isOver(to)) return {};
  if (to === "handling")
    return { firstReviewer: null, checked: false, clock: clock === null ? null : resumeClock(clock, now) };
  return { closedAt: null, firstReviewer: null, checked: false, unit: null, assignee: null, wakeAt: now };
}

function nextOf({ state, drill }: Ticket, move: AlertMove): TicketState {
  if (drill) return move === "clear" ? "closed" : state;
  return move === "relapse" ? (reopened[state] ?? state) : state;
}

/** A line that moves nothing: what somebody on the spot or at a desk did about the case, or what its clock says. */
export function noteOn(
  ticket: Ticket,
  line: Pick<StoryEntry, "at" | "actor" | "event" | "photo" | "why" | "attachments" | "position"> & {
    move: StoryNote;
    reason?: string | undefined;
  },
): StoryEntry {
  const { state, assignee } = ticket;
  const { reason = null, ...rest } = line;
  return { ...rest, from: state, to: state, reason, assignee };
}
