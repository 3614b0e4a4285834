/** One case made up: an alert, its ticket, and the story of how far it came. */
import { ulid } from "ulid";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, TicketId } from "../../core/id.ts";
import { type Alert, acknowledge, applyEvent, type Episode } from "../alerts/alert.ts";
import { startClock } from "../tickets/clock/running-clock.ts";
import type { TicketMove, TicketState } from "../tickets/moves.ts";
import { reportTicket } from "../tickets/report.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import type { Chance } from "./chance.ts";
import { findings, type Placed, people } from "./street.ts";

export type Case = { alert: Alert; episodes: Episode[]; ticket: Ticket; story: StoryEntry[] };

type Step = { move: TicketMove; to: TicketState; afterMs: number };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const step = (move: TicketMove, to: TicketState, afterMs: number): Step => ({ move, to, afterMs });

/** The way of most cases; how far one came says which state it is in. */
const way: readonly Step[] = [
  step("admit", "admitted", 5 * minuteMs),
  step("register", "registered", 10 * minuteMs),
  step("dispatch", "dispatched", 15 * minuteMs),
  step("accept", "handling", hourMs),
  step("submit", "submitted", 6 * hourMs),
  step("conclude", "closed", 8 * hourMs),
  step("feedback", "fedback", 24 * hourMs),
  step("archive", "archived", 72 * hourMs),
];
const closedAfter = 6;
const voided = [way[0] as Step, step("void", "voided", hourMs)];

/** Of a hundred cases that are over. */
const endings: readonly [share: number, steps: readonly Step[]][] = [
  [0.05, voided],
  [0.2, way.slice(0, closedAfter)],
  [0.25, way.slice(0, closedAfter + 1)],
  [1, way],
];

/** `isOpen`: not over yet; then it began lately. */
export function makeCase(placed: Placed, at: number, isOpen: boolean, chance: Chance): Case {
  const ids = { alert: ulid(at, chance.next) as AlertId, ticket: ulid(at, chance.next) as TicketId };
  const steps = isOpen ? way.slice(0, chance.below(closedAfter)) : endingOf(chance.next());
  const { alert, episodes } = alertOf(placed, ids, at, isOpen, chance);
  return { alert, episodes, ...ticketOf(placed, alert, steps, chance) };
}

function endingOf(share: number): readonly Step[] {
  return endings.find(([most]) => share < most)?.[1] ?? way;
}

function alertOf({ gateway, device, kind }: Placed, ids: Ids, at: number, isOpen: boolean, chance: Chance) {
  const { severity, id: rule, point } = kind.rule;
  const event = { at, value: kind.value, ...ids, rule, device: device.id, point, severity, quality: 0 } as const;
  const raised = applyEvent(null, null, gateway, { kind: "raised", ...event } as SensorEvent, at + 500);
  if (isOpen && chance.next() < 0.6) return { alert: raised.alert, episodes: [raised.episode] };
  const seen = acknowledge(raised.alert, chance.of(people), at + 3 * minuteMs, at + 3 * minuteMs);
  if (isOpen) return { alert: seen, episodes: [raised.episode] };
  const end = { kind: "cleared", ...event, at: at + hourMs, value: kind.quiet } as SensorEvent;
  const over = applyEvent(seen, raised.episode, gateway, end, at + hourMs);
  return { alert: over.alert, episodes: [over.episode] };
}

type Ids = { alert: AlertId; ticket: TicketId };

const policy = { reviews: 1, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 } as const;

function ticketOf({ gateway, device, kind, area, unit }: Placed, alert: Alert, steps: readonly Step[], chance: Chance) {
  const { id: rule, severity } = kind.rule;
  const about = { gateway, device: device.id, rule, severity, place: device.place, area, class: kind.case };
  const born = { id: alert.ticket, alert: alert.id, source: "sensor", title: null, drill: false, policy } as const;
  const { ticket: reported, entry } = reportTicket({ ...born, ...about, openedAt: alert.raisedAt }, alert.receivedAt);
  const [story, assignee] = [[entry], chance.of(people)];
  let ticket: Ticket = reported;
  for (const { move, to, afterMs } of steps) {
    const at = alert.raisedAt + Math.floor(afterMs * (0.5 + chance.next()));
    const reason = move === "submit" ? chance.of(findings) : move === "void" ? "误报" : null;
    const sent = move === "dispatch" ? { unit, assignee } : {};
    story.push({ at, actor: assignee, move, from: ticket.state, to, reason, assignee: ticket.assignee, ...sent });
    ticket = {
      ...ticket,
      ...sent,
      state: to,
      changedAt: at,
      ...(to === "closed" || to === "voided" ? { closedAt: at } : {}),
    };
  }
  return { story, ticket: clocked(ticket, chance) };
}

const limits = [4, 8, 24, 72];

/** Who has been sent to it has a time limit. */
function clocked(ticket: Ticket, chance: Chance): Ticket {
  if (ticket.state !== "dispatched" && ticket.state !== "handling") return ticket;
  const amount = chance.of(limits);
  const dueAt = ticket.openedAt + amount * hourMs;
  return { ...ticket, clock: startClock({ basis: "urgent_hour", amount }, ticket.openedAt), dueAt, wakeAt: dueAt };
}
