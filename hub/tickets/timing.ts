/** What time does to a ticket: warnings, overdue raised one level, suspensions that end; pure. */
import type { Bilingual } from "../../core/point.ts";
import type { Unit } from "../rulebook/units.ts";
import type { Calendar } from "./clock/calendar.ts";
import { dueOf } from "./clock/running-clock.ts";
import { type WarningLevel, warningLevels, warningOf } from "./clock/warning.ts";
import { isOver } from "./moves.ts";
import { moveTicket, noteOn, type Ticket, type TicketOutcome } from "./ticket.ts";

/** Who writes the lines that nobody wrote. */
export const clockActor = "hub";

/** Waits to be sent. */
const unsent: ReadonlySet<Ticket["state"]> = new Set(["reported", "registered", "verifying"]);
/** Whoever has it is done for now: its time rests. */
const resting: ReadonlySet<Ticket["state"]> = new Set(["suspended", "submitted", "checking", "reviewed"]);

/** The ticket with the moments at which its clock ends and has to be looked at next. Throws `CALENDAR_MISSING`. */
export function timed(ticket: Ticket, now: number, calendar: Calendar): Ticket {
  if (ticket.state === "suspended" || isOver(ticket.state)) return { ...ticket, dueAt: null };
  if (resting.has(ticket.state)) return { ...ticket, dueAt: null, wakeAt: null };
  if (ticket.clock === null) return { ...ticket, dueAt: null, wakeAt: unsent.has(ticket.state) ? ticket.wakeAt : null };
  const dueAt = dueOf(ticket.clock, calendar);
  return { ...ticket, dueAt, wakeAt: warningOf(ticket.clock, now, calendar).atMs };
}

const words: Record<Exclude<WarningLevel, "none">, Bilingual> = {
  yellow: { zh: "时限已过八成，黄牌提醒。", en: "Four fifths of the time are over: yellow." },
  red: { zh: "时限只剩一成，红牌提醒。", en: "A tenth of the time is left: red." },
  overdue: { zh: "已超过处置时限。", en: "The time limit is over." },
};

/** What is due by now, each as its own line of the story. The calendar may throw `CALENDAR_MISSING`. */
export function tickTicket(ticket: Ticket, now: number, calendar: Calendar, above: Unit | null): TicketOutcome[] {
  if (ticket.state === "suspended")
    return ticket.wakeAt !== null && ticket.wakeAt <= now ? [resumed(ticket, now, calendar)] : [];
  if (ticket.clock === null) return [];
  const { level } = warningOf(ticket.clock, now, calendar);
  if (warningLevels.indexOf(level) <= warningLevels.indexOf(ticket.warned) || level === "none") return [];
  const warned = { ...ticket, warned: level };
  const line = noteOn(warned, { at: now, actor: clockActor, move: "warn", reason: level, why: words[level] });
  const warning = { ticket: warned, entry: line };
  return level === "overdue" ? [warning, ...raised(warned, now, calendar, above)] : [warning];
}

function resumed(ticket: Ticket, now: number, calendar: Calendar): TicketOutcome {
  const why = { zh: "挂账期满，恢复处置。", en: "The suspension is over." };
  return moveTicket(ticket, { move: "resume", actor: clockActor, why, stillInAlarm: null }, now, calendar);
}

/** Overdue escalates one level by itself; a case at the district stays there. */
function raised(ticket: Ticket, now: number, calendar: Calendar, above: Unit | null): TicketOutcome[] {
  if (ticket.tier >= 3) return [];
  const reason = "超过处置时限，自动上提一级";
  const why = {
    zh: above === null ? `${reason}。` : `${reason}，由${above.name}督办。`,
    en: above === null ? "Overdue: raised one level." : `Overdue: raised one level, ${above.name} answers for it.`,
  };
  const event = { move: "escalate", actor: clockActor, reason, why, stillInAlarm: null } as const;
  return [moveTicket(ticket, { ...event, unit: above?.id }, now, calendar)];
}
