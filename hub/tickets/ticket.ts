/** The life of a ticket as a table of transitions: `(ticket, event, now) → ticket + story entry`. Closed is not cleared. */
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import type { Severity } from "../../core/rule.ts";

export const ticketStates = [
  "reported",
  "registered",
  "dispatched",
  "handling",
  "reviewed",
  "closed",
  "voided",
] as const;
export type TicketState = (typeof ticketStates)[number];

/** 受理、派遣、处置、审核、结案: what an operator does. */
export const ticketMoves = ["register", "dispatch", "accept", "submit", "close", "return", "void"] as const;
export type TicketMove = (typeof ticketMoves)[number];

/** What the alert tells its ticket. */
export type AlertMove = "relapse" | "clear";

export type Ticket = {
  id: TicketId;
  /** The alert it is about; the newest when several came to one case. */
  alert: AlertId;
  gateway: GatewayId;
  device: DeviceId;
  rule: RuleId;
  severity: Severity;
  state: TicketState;
  openedAt: number;
  changedAt: number;
  assignee: string | null;
  /** A drill's ticket shows the way and closes itself; nobody can be sent. */
  drill: boolean;
};

/** What somebody did about the alert; the ticket stays where it is. */
export const storyNotes = ["acknowledge", "note", "photo", "shelve", "unshelve"] as const;
export type StoryNote = (typeof storyNotes)[number];

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
  /** What the gateway calls it, for a line that was written there. */
  event?: EventId;
  /** Hash of a photo. */
  photo?: string;
};

type Need = "nothing" | "reason" | "assignee" | "reason while in alarm";
type Row = { from: Partial<Record<TicketState, TicketState>>; needs: Need };

/** Where each move leads from each state where it is possible, and what it needs. */
export const ticketTable: Record<TicketMove, Row> = {
  register: { from: { reported: "registered" }, needs: "nothing" },
  dispatch: { from: { registered: "dispatched" }, needs: "assignee" },
  accept: { from: { dispatched: "handling" }, needs: "nothing" },
  submit: { from: { handling: "reviewed" }, needs: "reason" },
  close: { from: { reviewed: "closed" }, needs: "reason while in alarm" },
  return: { from: { dispatched: "registered", reviewed: "handling" }, needs: "reason" },
  void: { from: { reported: "voided", registered: "voided" }, needs: "reason" },
};

/** A relapse reopens what was over; everything else the alert tells is only written down. */
const reopened: Partial<Record<TicketState, TicketState>> = { closed: "registered", voided: "reported" };

export type TicketEvent = {
  move: TicketMove;
  actor: string;
  reason?: string | undefined;
  assignee?: string | undefined;
  /** The place and name of the sensor that is still in alarm, or null. */
  stillInAlarm: string | null;
};

export type TicketOutcome = { ticket: Ticket; entry: StoryEntry };

export function movesFrom(state: TicketState): TicketMove[] {
  return ticketMoves.filter((move) => ticketTable[move].from[state] !== undefined);
}

export function isOver(state: TicketState): boolean {
  return state === "closed" || state === "voided";
}

/** An operator's move. Throws `MOVE_NOT_ALLOWED`, `REASON_REQUIRED`, or `INPUT_INVALID` where the assignee is missing. */
export function moveTicket(ticket: Ticket, event: TicketEvent, now: number): TicketOutcome {
  if (ticket.drill) throw new Fault("MOVE_NOT_ALLOWED", `ticket ${ticket.id} is a drill's: it closes itself`);
  const { from, needs } = ticketTable[event.move];
  const to = from[ticket.state];
  if (to === undefined) throw new Fault("MOVE_NOT_ALLOWED", `ticket ${ticket.id} is ${ticket.state}`);
  const reason = event.reason?.trim() || null;
  const named = event.assignee?.trim() || null;
  demands[needs](event, reason, named);
  const assignee = event.move === "dispatch" ? named : to === "registered" ? null : ticket.assignee;
  const entry = { at: now, actor: event.actor, move: event.move, from: ticket.state, to, reason, assignee };
  return { ticket: { ...ticket, state: to, assignee, changedAt: now }, entry };
}

/** The alert behind the ticket came back or cleared at `at` (event time). */
export function hearAlert(ticket: Ticket, move: AlertMove, at: number, now: number): TicketOutcome {
  const to = nextOf(ticket, move);
  const assignee = to === ticket.state ? ticket.assignee : null;
  const entry = { at, actor: sensorOf(ticket), move, from: ticket.state, to, reason: null, assignee };
  const changedAt = to === ticket.state ? ticket.changedAt : now;
  return { ticket: { ...ticket, state: to, assignee, changedAt }, entry };
}

function nextOf({ state, drill }: Ticket, move: AlertMove): TicketState {
  if (drill) return move === "clear" ? "closed" : state;
  return move === "relapse" ? (reopened[state] ?? state) : state;
}

/** A line that moves nothing: what somebody on the spot or at a desk did about the alert. */
export function noteOn(
  ticket: Ticket,
  line: Pick<StoryEntry, "at" | "actor" | "event" | "photo"> & { move: StoryNote; reason?: string | undefined },
): StoryEntry {
  const { state, assignee } = ticket;
  const { reason = null, ...rest } = line;
  return { ...rest, from: state, to: state, reason, assignee };
}

/** A new case. */
export function reportTicket(birth: Omit<Ticket, "state" | "changedAt" | "assignee">, now: number): TicketOutcome {
  const ticket: Ticket = { ...birth, state: "reported", changedAt: now, assignee: null };
  const entry: StoryEntry = {
    at: birth.openedAt,
    actor: sensorOf(ticket),
    move: "report",
    from: null,
    to: "reported",
    reason: null,
    assignee: null,
  };
  return { ticket, entry };
}

const demands: Record<Need, (event: TicketEvent, reason: string | null, assignee: string | null) => void> = {
  nothing: () => {},
  reason: ({ move }, reason) => {
    if (reason === null) throw new Fault("REASON_REQUIRED", `"${move}" needs a reason`);
  },
  assignee: ({ move }, _reason, assignee) => {
    if (assignee === null) throw new Fault("INPUT_INVALID", `/assignee must name who "${move}" sends the ticket to`);
  },
  "reason while in alarm": ({ stillInAlarm }, reason) => {
    if (stillInAlarm !== null && reason === null)
      throw new Fault("REASON_REQUIRED", `${stillInAlarm} is still in alarm`);
  },
};

function sensorOf(ticket: Ticket): string {
  return `${ticket.gateway}/${ticket.device}`;
}
